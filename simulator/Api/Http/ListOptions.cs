using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Api.Selectors;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>The options of a list or watch.</summary>
internal sealed record ListOptions
{
    public required LabelSelector Labels { get; init; }

    public required FieldSelector Fields { get; init; }

    /// <summary><c>resourceVersion</c>; null if it is not set.</summary>
    public required long? ResourceVersion { get; init; }

    public required string VersionMatch { get; init; }

    /// <summary>The maximum number of items; 0 for all.</summary>
    public required int Limit { get; init; }

    public required ContinueToken? Continue { get; init; }

    public required bool IsWatch { get; init; }

    public required bool AllowsBookmarks { get; init; }

    public required bool SendsInitialEvents { get; init; }

    public required TimeSpan? Timeout { get; init; }

    /// <summary>The name in the URL, which restricts a list or watch to one object; null for all objects.</summary>
    public string? Name { get; init; }

    public static ListOptions FromRequest(HttpRequest request, ResourceKind kind)
    {
        var query = request.Query;
        var options = new ListOptions
        {
            Labels = ParseLabels(query["labelSelector"]),
            Fields = FieldSelector.Parse(query["fieldSelector"], kind.StoredAs),
            ResourceVersion = ParseVersion(query["resourceVersion"].ToString()),
            VersionMatch = query["resourceVersionMatch"].ToString(),
            Limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var limit) ? limit : 0,
            Continue = query["continue"].ToString() is { Length: > 0 } token ? ContinueToken.Parse(token) : null,
            IsWatch = IsTrue(query["watch"]),
            AllowsBookmarks = IsTrue(query["allowWatchBookmarks"]),
            SendsInitialEvents = IsTrue(query["sendInitialEvents"]),
            Timeout =
                int.TryParse(query["timeoutSeconds"], CultureInfo.InvariantCulture, out var seconds) && seconds > 0
                    ? TimeSpan.FromSeconds(seconds)
                    : null,
        };
        options.Check(query["resourceVersion"].ToString().Length > 0, query.ContainsKey("sendInitialEvents"));
        return options;
    }

    public bool Selects(KubeObject item) => (Name is null || item.Name == Name) && Labels.Matches(item.Labels) && Fields.Matches(item);

    private static LabelSelector ParseLabels(string? text)
    {
        try
        {
            return LabelSelector.Parse(text);
        }
        catch (FormatException problem)
        {
            throw StatusException.BadRequest(problem.Message);
        }
    }

    private static bool IsTrue(string? value) => value is "true" or "1";

    private static long? ParseVersion(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw StatusException.BadRequest(
                $"invalid resource version: resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax"
            );
    }

    private void Check(bool hasVersion, bool hasInitialEvents)
    {
        const string Match = "resourceVersionMatch";
        var error = (VersionMatch, IsWatch) switch
        {
            ("", true) when hasInitialEvents => FieldError.Forbidden(
                Match,
                "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"
            ),
            ("", _) => null,
            (not ("Exact" or "NotOlderThan"), _) => FieldError.NotSupported(Match, VersionMatch, "Exact", "NotOlderThan", ""),
            (_, true) when !hasInitialEvents => FieldError.Forbidden(
                Match,
                "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"
            ),
            (_, false) when !hasVersion => FieldError.Forbidden(
                Match,
                "resourceVersionMatch is forbidden unless resourceVersion is provided"
            ),
            (_, false) when Continue is not null => FieldError.Forbidden(
                Match,
                "resourceVersionMatch is forbidden when continue is provided"
            ),
            ("Exact", false) when ResourceVersion == 0 => FieldError.Forbidden(
                Match,
                "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""
            ),
            _ => null,
        };
        if (error is null && hasInitialEvents && !IsWatch)
        {
            error = FieldError.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
        }

        if (error is not null)
        {
            throw FieldError.CreateOptionException("ListOptions", error);
        }
    }
}

/// <summary>A continue token: the version of a list and the last item of a page.</summary>
internal sealed record ContinueToken(long Version, string LastNamespace, string LastName)
{
    public static ContinueToken Parse(string text)
    {
        var bytes = new byte[text.Length];
        var padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
        if (!Convert.TryFromBase64String(padded, bytes, out var length))
        {
            throw CreateInvalid("illegal base64 data at input byte 0");
        }

        try
        {
            var json = JsonNode.Parse(bytes.AsSpan(0, length)) as JsonObject;
            return json.Number("rv") is { } version && json.Text("start")?.Split('\0') is [var inNamespace, var name]
                ? new ContinueToken(version, inNamespace, name)
                : throw CreateInvalid("unrecognized encoded version");
        }
        catch (JsonException)
        {
            throw CreateInvalid($"invalid character '{Escape(bytes[0])}' looking for beginning of value");
        }
    }

    public override string ToString()
    {
        var json = new JsonObject
        {
            ["v"] = "meta.k8s.io/v1",
            ["rv"] = Version,
            ["start"] = $"{LastNamespace}\0{LastName}",
        };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(json.ToJsonString())).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <summary>Returns the items after the last item of the previous page.</summary>
    public IEnumerable<KubeObject> GetRemaining(ObjectList list) =>
        list.Items.Where(item =>
            string.CompareOrdinal(item.Namespace, LastNamespace) is var byNamespace
            && (byNamespace > 0 || (byNamespace == 0 && string.CompareOrdinal(item.Name, LastName) > 0))
        );

    private static StatusException CreateInvalid(string message) =>
        StatusException.BadRequest($"invalid continue token: continue key is not valid: {message}");

    private static string Escape(byte value) => value is > 31 and < 127 ? ((char)value).ToString() : $"\\u{value:x4}";
}
