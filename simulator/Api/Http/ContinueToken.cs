using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Decoding;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Http;

/// <summary>A continue token: the version of a list, and the key after which its next page starts.</summary>
/// <param name="Version">The version; <see cref="Latest"/> for a list that goes on with the present objects.</param>
/// <param name="Start">The name of the last item of the page, after its namespace in lists over all namespaces.</param>
internal sealed record ContinueToken(long Version, string Start)
{
    /// <summary>The version of a token that was offered in place of one that is too old.</summary>
    public const long Latest = -1;

    private const string ApiVersion = "meta.k8s.io/v1";

    /// <summary>Creates the token of a page.</summary>
    public static ContinueToken After(KubeObject last, long version, string? inNamespace) =>
        new(version, (inNamespace is null && last.Namespace.Length > 0 ? $"{last.Namespace}/{last.Name}" : last.Name) + "\0");

    /// <exception cref="StatusException">The text is not a token.</exception>
    public static ContinueToken Parse(string text)
    {
        var bytes = Decode(text);
        if (GoJson.FindError(bytes) is { } error)
        {
            throw CreateInvalid($": {error}");
        }

        var json = Read(bytes) as JsonObject;
        var (version, start) = (json.Number("rv") ?? 0, json.Text("start") ?? "");
        if (json.Text("v") != ApiVersion)
        {
            throw CreateInvalid($": server does not recognize this encoded version {json.Text("v")}");
        }

        if (version == 0)
        {
            throw CreateInvalid($": incorrect encoded start resourceVersion (version {ApiVersion})");
        }

        if (start.Length == 0)
        {
            throw CreateInvalid($": encoded start key empty (version {ApiVersion})");
        }

        var segments = start.TrimStart('/').Split('/');
        return start.StartsWith("//", StringComparison.Ordinal) || segments.Any(segment => segment is "" or "." or "..")
            ? throw CreateInvalid($": {start}")
            : new ContinueToken(version, start.TrimStart('/'));
    }

    private static JsonNode? Read(byte[] text)
    {
        try
        {
            return JsonParsing.Parse(text, []);
        }
        catch (DecodingException error)
        {
            throw CreateInvalid($": {error.Message}");
        }
    }

    public override string ToString()
    {
        var json = new JsonObject
        {
            ["v"] = ApiVersion,
            ["rv"] = Version,
            ["start"] = Start,
        };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(json.ToJsonString())).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <summary>Returns the items after the last item of the previous page.</summary>
    public IEnumerable<KubeObject> GetRemaining(ObjectList list, string? inNamespace) =>
        list.Items.Where(item => string.CompareOrdinal(After(item, 0, inNamespace).Start, Start) > 0);

    private static byte[] Decode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(text[i]) && text[i] is not ('-' or '_'))
            {
                throw CreateIllegal(i);
            }
        }

        return text.Length % 4 == 1
            ? throw CreateIllegal(text.Length - 1)
            : Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
    }

    private static StatusException CreateIllegal(int position) =>
        CreateInvalid(string.Create(CultureInfo.InvariantCulture, $": illegal base64 data at input byte {position}"));

    private static StatusException CreateInvalid(string problem) =>
        StatusException.BadRequest($"invalid continue token: continue key is not valid{problem}");
}
