using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the name resolution of pods.</summary>
internal static class DnsRules
{
    private const int MaximumServers = 3;
    private const int MaximumSearches = 32;
    private const int MaximumSearchCharacters = 2048;

    public static void Check(JsonObject spec, string path, FieldErrors errors)
    {
        var (config, at) = (spec.Map("dnsConfig"), $"{path}.dnsConfig");
        if (spec.Text("dnsPolicy") == "None")
        {
            if (config is null)
            {
                errors.Required(at, "must provide `dnsConfig` when `dnsPolicy` is None");
                return;
            }

            if (config.Array("nameservers") is null or { Count: 0 })
            {
                errors.Required($"{at}.nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None");
                return;
            }
        }
        if (config is null)
        {
            return;
        }

        CheckServers(config.Array("nameservers") ?? [], $"{at}.nameservers", errors);
        CheckSearches(config.Array("searches") ?? [], $"{at}.searches", errors);
        foreach (var (index, option) in config.Objects("options").Index())
        {
            if (option.Text("name") is null or "")
            {
                errors.Required($"{at}.options[{index}]", "must not be empty");
            }
        }
    }

    public static void CheckHostAliases(JsonObject spec, string path, FieldErrors errors)
    {
        foreach (var (index, alias) in spec.Objects("hostAliases").Index())
        {
            CheckAddress(alias.Text("ip") ?? "", $"{path}[{index}].ip", errors);
            foreach (var (number, host) in (alias.Array("hostnames") ?? []).Index())
            {
                var name = host?.ToString() ?? "";
                errors.InvalidAll($"{path}[{index}].hostnames[{number}]", name, ObjectNames.SubdomainProblems(name));
            }
        }
    }

    /// <summary>Checks an IP address. Leading zeros and IPv4 addresses in the form of IPv6 are refused.</summary>
    public static void CheckAddress(string text, string path, FieldErrors errors)
    {
        if (HasLeadingZeros(text))
        {
            errors.Invalid(path, text, "must not have leading 0s");
        }
        else if (!IsAddress(text, out var address))
        {
            errors.Invalid(path, text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        }
        else if (address.IsIPv4MappedToIPv6)
        {
            errors.Invalid(path, text, "must not be an IPv4-mapped IPv6 address");
        }
    }

    private static void CheckServers(JsonArray servers, string path, FieldErrors errors)
    {
        if (servers.Count > MaximumServers)
        {
            errors.Invalid(path, servers.DeepClone(), $"must not have more than {MaximumServers} nameservers");
        }

        foreach (var (index, server) in servers.Index())
        {
            CheckAddress(server?.ToString() ?? "", $"{path}[{index}]", errors);
        }
    }

    private static void CheckSearches(JsonArray searches, string path, FieldErrors errors)
    {
        if (searches.Count > MaximumSearches)
        {
            errors.Invalid(path, searches.DeepClone(), $"must not have more than {MaximumSearches} search paths");
        }

        if (string.Join(' ', searches.Select(item => item?.ToString())).Length > MaximumSearchCharacters)
        {
            errors.Invalid(
                path,
                searches.DeepClone(),
                $"must not have more than {MaximumSearchCharacters} characters (including spaces) in the search list"
            );
        }

        foreach (var (index, item) in searches.Index())
        {
            var search = item?.ToString() ?? "";
            if (search == ".")
            {
                continue;
            }

            var name = search.EndsWith('.') ? search[..^1] : search;
            errors.InvalidAll($"{path}[{index}]", name, SearchProblems(name));
        }
    }

    /// <summary>A search path is a subdomain that may contain underscores.</summary>
    private static IEnumerable<string> SearchProblems(string name)
    {
        var problems = ObjectNames.SubdomainProblems(name.Replace('_', 'a')).ToList();
        return problems.Select(problem =>
            problem.StartsWith("a lowercase", StringComparison.Ordinal)
                ? "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-', '_' or '.', and must start "
                    + "and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
                    + @"'[a-z0-9_]([-_a-z0-9]*[a-z0-9_])?(\.[a-z0-9_]([-_a-z0-9]*[a-z0-9_])?)*')"
                : problem
        );
    }

    public static bool IsAddress(string text, out IPAddress address) =>
        IPAddress.TryParse(text, out address!)
        && !text.AsSpan().ContainsAny('%', '[', ' ')
        && (address.AddressFamily == AddressFamily.InterNetworkV6 || text.Split('.').Length == 4);

    private static bool HasLeadingZeros(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 4
            && parts.All(part =>
                part.Length is > 0 and <= 3
                && part.All(char.IsAsciiDigit)
                && int.Parse(part, System.Globalization.CultureInfo.InvariantCulture) < 256
            )
            && parts.Any(part => part.Length > 1 && part[0] == '0');
    }
}
