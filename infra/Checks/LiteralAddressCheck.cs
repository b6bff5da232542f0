using System.Text.RegularExpressions;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Common;

namespace Infra.Backend.Checks;

/// <summary>
/// Warns of addresses in plain values that lead to services which do not exist, or which the network policy does not let the service reach.
/// </summary>
internal sealed partial class LiteralAddressCheck : ISettingsCheck
{
    private static readonly string[] Local = ["localhost", "ip6-localhost"];

    public void Check(SettingsReview review)
    {
        var hosts = GetHosts(review.Settings);
        foreach (var variables in ReviewedVariables.Find(review))
        {
            foreach (var (name, variable) in variables.Own)
            {
                if (variable is { IsStoredSecret: false, Value: { } value })
                {
                    foreach (var host in FindHosts(value.Value).Distinct(StringComparer.Ordinal))
                    {
                        CheckHost(variables.Service, variables.At.Key(name), host, hosts);
                    }
                }
            }
        }
    }

    private static void CheckHost(ServiceUnderReview service, SettingsPath at, string host, Dictionary<string, string> hosts)
    {
        var isExternal = service.Settings.External.Any(external => external.Host == host);
        if (isExternal || Local.Contains(host) || FindLabel(host, service.Review.Settings.NamespaceOrDefault()) is not { } label)
        {
            return;
        }

        if (!hosts.TryGetValue(label, out var target))
        {
            var nearest = SimilarName.Find(label, hosts.Keys);
            service.Review.Warn(
                at,
                $"there is no service '{label}'",
                nearest is null
                    ? $"add it to the catalogue, or '{host}:<port>' to 'external' of '{service.Name}'"
                    : $"did you mean '{nearest}'? '{{address: {hosts[nearest]}}}' writes the address of a called service"
            );
        }
        else if (target != service.Name && !service.Settings.DoesCall(target))
        {
            service.Review.Warn(
                at,
                $"'{service.Name}' does not call '{target}', so the network policy drops its connections",
                $"add '{target}' to its 'calls'"
            );
        }
    }

    /// <summary>The names of Services, each with the service of the catalogue that it leads to.</summary>
    private static Dictionary<string, string> GetHosts(StackSettings settings)
    {
        var hosts = settings.Services.Keys.ToDictionary(name => name, name => name, StringComparer.Ordinal);
        foreach (var (name, service) in settings.Services)
        {
            hosts.TryAdd(DerivedNames.PodService(name), name);
            foreach (var additional in service.Traffic.Services.Keys)
            {
                hosts.TryAdd(additional, name);
            }

            foreach (var version in service.Versions.Keys.Append(ServiceVersion.Stable))
            {
                hosts.TryAdd(DerivedNames.Version(name, version), name);
            }
        }

        return hosts;
    }

    /// <summary>The name of the Service in a host of the cluster; null for a host elsewhere.</summary>
    private static string? FindLabel(string host, string ownNamespace)
    {
        var labels = host.Split('.');
        var position =
            labels.Length == 1 ? 0
            : labels is [_, var only] && only == ownNamespace ? 0
            : Array.IndexOf(labels, "svc") is var svc and >= 2 && labels[svc - 1] == ownNamespace ? svc - 2
            : -1;
        return position < 0 ? null : labels[position];
    }

    /// <summary>The hosts of URLs, and of lists of <c>host:port</c>.</summary>
    private static IEnumerable<string> FindHosts(string value) =>
        Url()
            .Matches(value)
            .Concat(value.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries).Select(part => HostAndPort().Match(part)))
            .Where(match => match.Success)
            .Select(match => match.Groups["host"].Value)
            .Where(host => host.Any(char.IsAsciiLetter));

    [GeneratedRegex(@"[a-z][a-z0-9+.-]*://([^/@\s,;]*@)?(?<host>[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(?=[:/?#,;\s]|$)")]
    private static partial Regex Url();

    [GeneratedRegex(@"^(?<host>[a-z0-9]([a-z0-9.-]*[a-z0-9])?):[0-9]{1,5}(/[^:]*)?$")]
    private static partial Regex HostAndPort();
}
