using System.Buffers;
using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Functions;

/// <summary>An absolute URL or an absolute path.</summary>
internal sealed record Url(string Scheme, string Host, string Path, string Query, string Text) : ICelOpaque
{
    private static readonly SearchValues<char> ForbiddenInHost = SearchValues.Create(" <>\"\\^`{|}");

    public string TypeName => "kubernetes.URL";

    public string Port => PortStart < 0 ? "" : Host[(PortStart + 1)..];

    public string HostName => (PortStart < 0 ? Host : Host[..PortStart]).Trim('[', ']');

    private int PortStart => Host.LastIndexOf(':') is var colon && colon > Host.LastIndexOf(']') ? colon : -1;

    /// <summary>Parses a URL as in the request line of HTTP.</summary>
    public static Url? Parse(string text)
    {
        if (text.Length == 0 || text.Any(character => character < ' ' || character == '\u007f'))
        {
            return null;
        }

        var (rest, query) = Cut(text, '?');
        if (rest.StartsWith('/'))
        {
            return rest.StartsWith("//", StringComparison.Ordinal) ? Create("", rest, query, text)
                : IsEscaped(rest) ? new Url("", "", rest, query, text)
                : null;
        }

        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        if (
            colon <= 0
            || !char.IsAsciiLetter(rest[0])
            || rest[..colon].Any(part => !char.IsAsciiLetterOrDigit(part) && !"+-.".Contains(part))
        )
        {
            return null;
        }

        var scheme = rest[..colon].ToLowerInvariant();
        rest = rest[(colon + 1)..];
        return rest.StartsWith("//", StringComparison.Ordinal) ? Create(scheme, rest, query, text)
            : rest.StartsWith('/') ? new Url(scheme, "", rest, query, text)
            : null;
    }

    private static Url? Create(string scheme, string rest, string query, string text)
    {
        var slash = rest.IndexOf('/', 2);
        var authority = slash < 0 ? rest[2..] : rest[2..slash];
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        var path = slash < 0 ? "" : rest[slash..];
        var url = new Url(scheme, host, path, query, text);
        var isValid = IsEscaped(path) && url.Port.All(char.IsAsciiDigit) && !host.AsSpan().ContainsAny(ForbiddenInHost);
        return isValid ? url : null;
    }

    private static bool IsEscaped(string path)
    {
        for (var at = path.IndexOf('%', StringComparison.Ordinal); at >= 0; at = path.IndexOf('%', at + 1))
        {
            if (at + 2 >= path.Length || !char.IsAsciiHexDigit(path[at + 1]) || !char.IsAsciiHexDigit(path[at + 2]))
            {
                return false;
            }
        }
        return true;
    }

    private static (string Head, string Tail) Cut(string text, char mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }

    public CelMap GetQueryValues()
    {
        var values = new Dictionary<string, List<object?>>(StringComparer.Ordinal);
        foreach (var pair in Query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = Cut(pair, '=');
            var name = Unescape(key);
            if (!values.TryGetValue(name, out var list))
            {
                values[name] = list = [];
            }

            list.Add(Unescape(value));
        }

        var result = new CelMap();
        foreach (var (key, list) in values)
        {
            result.TryAdd(key, list.ToArray());
        }

        return result;
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

/// <summary>Functions of URLs.</summary>
internal static class UrlFunctions
{
    public static Dictionary<string, Func<object?[], object?>> All { get; } =
        new()
        {
            ["url"] = values =>
                values is not [string text] ? CelError.NoSuchOverload
                : Url.Parse(text) is { } url ? url
                : new CelError($"URL parse error during conversion from string: parse \"{text}\": invalid URI for request"),
            ["isURL"] = values => values is [string text] ? Url.Parse(text) is not null : CelError.NoSuchOverload,
            ["getScheme"] = values => Read(values, url => url.Scheme),
            ["getHost"] = values => Read(values, url => url.Host),
            ["getHostname"] = values => Read(values, url => url.HostName),
            ["getPort"] = values => Read(values, url => url.Port),
            ["getEscapedPath"] = values => Read(values, url => url.Path),
            ["getQuery"] = values => Read(values, url => url.GetQueryValues()),
        };

    private static object Read(object?[] values, Func<Url, object> read) => values is [Url url] ? read(url) : CelError.NoSuchOverload;
}
