using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Api.Selectors;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>The options of a list or watch.</summary>
internal sealed record ListOptions
{
    private const string Match = "resourceVersionMatch";
    private const string Exact = "Exact";
    private const string NotOlderThan = "NotOlderThan";

    // 48 days: timers take no more.
    private const long MaximumSeconds = 48 * 24 * 60 * 60;

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
        var version = query["resourceVersion"].ToString();
        var (isWatch, seconds) = (query.IsTrue("watch"), query.GetNumber("timeoutSeconds") ?? 0);
        var (match, token) = (query["resourceVersionMatch"].ToString(), query["continue"].ToString());
        var (labels, fields) = (ParseLabels(query["labelSelector"]), query["fieldSelector"].ToString());
        var limit = Math.Clamp(query.GetNumber("limit") ?? 0, 0, int.MaxValue);
        Check(isWatch, match, version, token, query.ContainsKey("sendInitialEvents"));
        var selector = FieldSelector.Parse(fields, kind);
        var start = token.Length > 0 && !isWatch ? ContinueToken.Parse(token) : null;
        if (start is not null && version is not ("" or "0"))
        {
            throw StatusException.BadRequest("specifying resource version is not allowed when using continue");
        }

        return new ListOptions
        {
            Labels = labels,
            Fields = selector,
            ResourceVersion = ParseVersion(version, isWatch),
            VersionMatch = match,
            Limit = (int)limit,
            Continue = start,
            IsWatch = isWatch,
            AllowsBookmarks = query.IsTrue("allowWatchBookmarks"),
            SendsInitialEvents = query.IsTrue("sendInitialEvents"),
            Timeout = seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, MaximumSeconds)) : null,
        };
    }

    public bool Selects(KubeObject item) => (Name is null || item.Name == Name) && Labels.Matches(item.Labels) && Fields.Matches(item);

    /// <exception cref="StatusException">The text is not a selector.</exception>
    public static LabelSelector ParseLabels(string? text)
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

    private static long? ParseVersion(string text, bool isWatch)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return version;
        }

        var quoted = JsonValue.Create(text).ToJsonString(RelaxedJson.Options);
        var problem =
            $"resourceVersion: Invalid value: {quoted}: strconv.ParseUint: parsing {quoted}: "
            + (text.All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax");
        throw isWatch ? new StatusException(500, "", problem) : StatusException.BadRequest($"invalid resource version: {problem}");
    }

    private static void Check(bool isWatch, string match, string version, string token, bool hasInitialEvents)
    {
        var errors = (
            isWatch ? FindWatchErrors(match, token, hasInitialEvents) : FindListErrors(match, version, token, hasInitialEvents)
        ).ToList();
        if (errors.Count > 0)
        {
            throw FieldError.CreateException("meta.k8s.io", "ListOptions", "", errors);
        }
    }

    private static IEnumerable<FieldError> FindListErrors(string match, string version, string token, bool hasInitialEvents)
    {
        if (match.Length > 0)
        {
            if (version.Length == 0)
            {
                yield return FieldError.Forbidden(Match, "resourceVersionMatch is forbidden unless resourceVersion is provided");
            }

            if (token.Length > 0)
            {
                yield return FieldError.Forbidden(Match, "resourceVersionMatch is forbidden when continue is provided");
            }

            if (match is not (Exact or NotOlderThan))
            {
                yield return FieldError.NotSupported(Match, match, Exact, NotOlderThan, "");
            }

            if (match == Exact && version == "0")
            {
                yield return FieldError.Forbidden(Match, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
            }
        }

        if (hasInitialEvents)
        {
            yield return FieldError.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
        }
    }

    private static IEnumerable<FieldError> FindWatchErrors(string match, string token, bool hasInitialEvents)
    {
        if (hasInitialEvents && match != NotOlderThan)
        {
            yield return FieldError.Forbidden(Match, $"sendInitialEvents requires setting resourceVersionMatch to {NotOlderThan}");
        }

        if (match.Length == 0)
        {
            yield break;
        }

        if (!hasInitialEvents)
        {
            yield return FieldError.Forbidden(Match, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        }

        if (match != NotOlderThan)
        {
            yield return FieldError.NotSupported(Match, match, NotOlderThan);
        }

        if (token.Length > 0)
        {
            yield return FieldError.Forbidden(Match, "resourceVersionMatch is forbidden when continue is provided");
        }
    }
}
