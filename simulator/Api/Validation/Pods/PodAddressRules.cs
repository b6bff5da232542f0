using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the addresses in the status of a pod: at most one of each IP family.</summary>
internal static class PodAddressRules
{
    public static void Check(JsonObject status, KubeObject current, FieldErrors errors)
    {
        CheckAddresses(status, current, "podIPs", errors);
        if (status.Objects("hostIPs").FirstOrDefault() is not { } first)
        {
            return;
        }

        if ((first.Text("ip") ?? "") != (status.Text("hostIP") ?? ""))
        {
            errors.Invalid("status.hostIPs[0].ip", first.Text("ip") ?? "", "must be equal to `hostIP`");
        }

        CheckAddresses(status, current, "hostIPs", errors);
    }

    private static void CheckAddresses(JsonObject status, KubeObject current, string list, FieldErrors errors)
    {
        var known = current.Status.Objects(list).Select(address => address.Text("ip")).ToHashSet();
        var families = new List<string>();
        foreach (var (index, address) in status.Objects(list).Index())
        {
            var text = address.Text("ip") ?? "";
            var isAddress = DnsRules.IsAddress(text, out var parsed);
            families.Add(isAddress ? parsed.AddressFamily.ToString() : "");
            if (!known.Contains(address.Text("ip")) && !isAddress)
            {
                errors.Invalid($"status.{list}[{index}]", text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
            }
        }

        if (families.Count > 1 && (families.Count > 2 || families[0] == families[1]))
        {
            var values = status.Objects(list).Select(address => (JsonNode)new JsonObject { ["IP"] = address.Text("ip") });
            errors.Invalid($"status.{list}", new JsonArray([.. values]), "may specify no more than one IP for each IP family");
        }
    }
}
