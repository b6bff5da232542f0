using System.Net;
using System.Net.Sockets;

namespace Infra.Policies.Rules.Stores;

/// <summary>The address of a store in an environment variable: a URL, or a connection string of ADO.NET.</summary>
/// <param name="Host">The host.</param>
/// <param name="HasTls">Whether clients use TLS.</param>
internal sealed record StoreUrl(string Host, bool HasTls)
{
    private static readonly string[] Secure = ["rediss", "amqps", "mongodb+srv", "valkeys", "mysqls"];

    private static readonly string[] Plain = ["redis", "valkey", "amqp"];

    /// <summary>Options by which clients of databases use TLS, without their values.</summary>
    private static readonly string[] Options = ["sslmode", "ssl-mode", "tls", "ssl", "usessl", "encrypt"];

    private static readonly string[] Off = ["disable", "disabled", "none", "allow", "prefer", "preferred", "false", "no", "optional"];

    private static readonly string[] Hosts = ["host", "server", "data source"];

    /// <summary>Whether it is elsewhere than in the cluster or the pod: another name than a Service's, or a public address.</summary>
    public bool IsOutside =>
        IPAddress.TryParse(Host, out var address)
            ? !IsPrivate(address)
            : Host.Contains('.', StringComparison.Ordinal)
                && !Host.EndsWith(".svc", StringComparison.Ordinal)
                && !Host.Contains(".svc.", StringComparison.Ordinal)
                && !Host.Contains('$', StringComparison.Ordinal);

    /// <summary>Reads a variable's value; null if it is no address of a store.</summary>
    public static StoreUrl? Find(string text)
    {
        var value = text.StartsWith("jdbc:", StringComparison.OrdinalIgnoreCase) ? text["jdbc:".Length..] : text;
        var end = value.IndexOf("://", StringComparison.Ordinal);
        return end > 0 ? FindUrl(value[..end].ToLowerInvariant(), value[(end + 3)..]) : FindConnectionString(value);
    }

    /// <summary>Reads the URL of a bucket's server; null if it is none.</summary>
    public static StoreUrl? FindEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new StoreUrl(uri.Host.Trim('[', ']'), uri.Scheme == "https")
            : null;

    /// <summary>The first host of a list of hosts with ports.</summary>
    public static string GetHost(string text)
    {
        var first = text.Split(',')[0].Trim();
        return first.StartsWith('[') ? first[1..].Split(']')[0] : first.Split(':')[0];
    }

    private static StoreUrl? FindUrl(string scheme, string rest)
    {
        var authority = rest.Split('/', '?')[0];
        var host = GetHost(authority[(authority.LastIndexOf('@') + 1)..]);
        var query = rest.Contains('?', StringComparison.Ordinal) ? rest[(rest.IndexOf('?', StringComparison.Ordinal) + 1)..] : "";
        return scheme switch
        {
            _ when Secure.Contains(scheme) => new StoreUrl(host, HasTls: true),
            _ when Plain.Contains(scheme) => new StoreUrl(host, HasTls: false),
            "postgres" or "postgresql" or "mysql" or "mariadb" or "mongodb" => new StoreUrl(host, HasOption(query.Split('&'))),
            _ => null,
        };
    }

    private static StoreUrl? FindConnectionString(string text)
    {
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var host = parts
            .Select(part => part.Split('=', 2))
            .FirstOrDefault(pair => pair.Length == 2 && Hosts.Contains(pair[0].Trim().ToLowerInvariant()));
        return host is not null && parts.Any(part => part.StartsWith("Password", StringComparison.OrdinalIgnoreCase))
            ? new StoreUrl(host[1].Split(',')[0].Split(':')[0].Trim(), HasOption(parts))
            : null;
    }

    private static bool HasOption(IEnumerable<string> options) =>
        options
            .Select(option => option.Split('=', 2))
            .Any(pair =>
                pair.Length == 2
                && Options.Contains(pair[0].Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant())
                && !Off.Contains(pair[1].Trim().ToLowerInvariant())
            );

    private static bool IsPrivate(IPAddress address) =>
        IPAddress.IsLoopback(address)
        || (
            address.AddressFamily == AddressFamily.InterNetwork
                ? address.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [169, 254, ..]
                : address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal
        );
}
