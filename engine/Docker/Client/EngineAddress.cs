using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Infra.Engine.Docker.Client;

/// <summary>How an engine is reached.</summary>
internal enum EngineTransport
{
    /// <summary>A Unix socket on this machine.</summary>
    Unix,

    /// <summary>TCP, with or without TLS.</summary>
    Tcp,

    /// <summary><c>docker system dial-stdio</c> on another machine, started over ssh.</summary>
    Ssh,
}

/// <summary>Where a Docker engine listens.</summary>
internal sealed record EngineAddress
{
    /// <summary>The address of an engine where nothing says another one.</summary>
    public const string Default = "unix:///var/run/docker.sock";

    private const int PlainPort = 2375;
    private const int TlsPort = 2376;

    /// <summary>The address as it was written.</summary>
    public required string Text { get; init; }

    /// <summary>Where it was written, for messages, e.g. <c>DOCKER_HOST</c>.</summary>
    public required string Origin { get; init; }

    public required EngineTransport Transport { get; init; }

    /// <summary>The path of the socket, on this machine or, over ssh, on the other; "" for ssh's default.</summary>
    public string Path { get; init; } = "";

    /// <summary>The host of TCP and ssh.</summary>
    public string Host { get; init; } = "";

    /// <summary>The port of TCP and ssh; null for ssh's default.</summary>
    public int? Port { get; init; }

    /// <summary>The user of ssh; null for ssh's default.</summary>
    public string? User { get; init; }

    /// <summary>Certificates; null for a connection without TLS.</summary>
    public EngineCertificates? Certificates { get; init; }

    /// <summary>Further options of <c>ssh</c>.</summary>
    public IReadOnlyList<string> SshOptions { get; init; } = [];

    /// <summary>The address with its origin, for messages.</summary>
    public override string ToString() => $"{WithoutPassword(Text)} ({Origin})";

    /// <summary>Parses an address; false with the problem and its cure where it is not one.</summary>
    public static bool TryParse(
        string text,
        string origin,
        EngineCertificates? certificates,
        [NotNullWhen(true)] out EngineAddress? address,
        [NotNullWhen(false)] out string? problem
    )
    {
        (address, problem) = (null, null);
        const string Cure = "write unix:///path/of/the.sock, tcp://host:port or ssh://user@host";
        var end = text.IndexOf("://", StringComparison.Ordinal);
        if (end < 0)
        {
            problem = $"'{WithoutPassword(text)}' is not the address of a Docker engine: {Cure}";
            return false;
        }

        var (scheme, rest) = (text[..end], text[(end + 3)..]);
        switch (scheme)
        {
            case "unix" when rest.StartsWith('/') && rest.Length > 1:
                address = new EngineAddress
                {
                    Text = text,
                    Origin = origin,
                    Transport = EngineTransport.Unix,
                    Path = rest,
                };
                return true;
            case "tcp" or "http" or "https" or "ssh" when Uri.TryCreate(text, UriKind.Absolute, out var uri) && IsHost(uri):
                address = scheme == "ssh" ? Ssh(text, origin, uri) : Tcp(text, origin, uri, certificates);
                return true;
            case "npipe" or "fd":
                problem = $"'{WithoutPassword(text)}': {scheme} is not supported: {Cure}";
                return false;
            default:
                problem = $"'{WithoutPassword(text)}' is not the address of a Docker engine: {Cure}";
                return false;
        }
    }

    // Only ssh has users; those of other addresses are taken for secrets.
    private static string WithoutPassword(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 ? 0 : scheme + 3;

        // The path may have an @, too. Of an invalid address, such as one with a slash in its password, the parts are not known.
        var path = scheme >= 0 && Uri.TryCreate(text, UriKind.Absolute, out _) ? text.IndexOf('/', start) : -1;
        var end = (path < 0 ? text : text[..path]).LastIndexOf('@');
        if (end < start || text.StartsWith("unix://", StringComparison.Ordinal))
        {
            return text;
        }

        var isSsh = text.StartsWith("ssh://", StringComparison.Ordinal);
        var user = isSsh ? text[start..end].Split(':')[0] : "[secret]";
        return $"{text[..start]}{user}{text[end..]}";
    }

    private static bool IsHost(Uri uri) => uri.Host.Length > 0 && !uri.Host.StartsWith('-') && !uri.UserInfo.StartsWith('-');

    private static EngineAddress Tcp(string text, string origin, Uri uri, EngineCertificates? certificates) =>
        new()
        {
            Text = text,
            Origin = origin,
            Transport = EngineTransport.Tcp,
            Host = uri.IdnHost,
            Port =
                HasPort(text, uri) ? uri.Port
                : certificates is null ? PlainPort
                : TlsPort,
            Certificates = certificates ?? (uri.Scheme == "https" ? EngineCertificates.System : null),
        };

    private static EngineAddress Ssh(string text, string origin, Uri uri) =>
        new()
        {
            Text = text,
            Origin = origin,
            Transport = EngineTransport.Ssh,
            Host = uri.IdnHost,
            Port = uri.Port > 0 ? uri.Port : null,
            User = uri.UserInfo.Length > 0 ? Uri.UnescapeDataString(uri.UserInfo.Split(':')[0]) : null,
            Path = uri.AbsolutePath is "/" ? "" : Uri.UnescapeDataString(uri.AbsolutePath),
        };

    // Uri fills in the default port of http and https.
    private static bool HasPort(string text, Uri uri) =>
        uri.Port > 0 && text.TrimEnd('/').EndsWith(string.Create(CultureInfo.InvariantCulture, $":{uri.Port}"), StringComparison.Ordinal);
}
