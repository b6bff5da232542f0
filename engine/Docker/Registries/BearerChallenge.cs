namespace Infra.Engine.Docker.Registries;

/// <summary>Parses the parameters of a challenge, e.g. <c>realm="https://auth.example/token",service="registry"</c>.</summary>
internal static class BearerChallenge
{
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rest = text.AsSpan();
        while (rest.IndexOf('=') is var equals and > 0)
        {
            var name = rest[..equals].Trim(" ,").ToString();
            rest = rest[(equals + 1)..].TrimStart();
            var isQuoted = rest is ['"', ..];
            rest = isQuoted ? rest[1..] : rest;
            var end = rest.IndexOf(isQuoted ? '"' : ',');
            parameters[name] = (end < 0 ? rest : rest[..end]).Trim().ToString();
            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return parameters;
    }
}
