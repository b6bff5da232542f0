namespace Infra.Engine.Registries;

/// <summary>How a registry wants to be authenticated: the header <c>WWW-Authenticate</c>.</summary>
/// <param name="Scheme">The scheme in lower case: <c>basic</c> or <c>bearer</c>.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record AuthenticationChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Parses the value of the header: a scheme, then <c>name="value"</c> separated by commas.</summary>
    public static AuthenticationChallenge Parse(string scheme, string? text)
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

        return new AuthenticationChallenge(scheme.ToLowerInvariant(), parameters);
    }
}
