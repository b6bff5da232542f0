using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>Sets the IP families of a service and their policy. The cluster has IPv4 addresses for services only.</summary>
internal static class ServiceFamilies
{
    private const string Family = "IPv4";
    private const string Single = "SingleStack";
    private const string PolicyPath = "spec.ipFamilyPolicy";

    /// <exception cref="StatusException">The service asks for families that the cluster does not have.</exception>
    public static void Initialize(AdmissionRequest request)
    {
        var (spec, before) = (request.Spec, request.Current?.Spec);
        var isHeadless = spec.Text("clusterIP") == "None";
        var hasSelector = spec.Map("selector") is { Count: > 0 };
        if (spec.Text("ipFamilyPolicy") is null)
        {
            spec["ipFamilyPolicy"] = before.Text("ipFamilyPolicy") ?? (isHeadless && !hasSelector ? "RequireDualStack" : Single);
        }

        var policy = spec.Text("ipFamilyPolicy")!;
        var errors = new List<FieldError>();
        if (policy == Single && before is not null)
        {
            KeepFirst(spec, before, "clusterIPs");
            KeepFirst(spec, before, "ipFamilies");
        }

        var (addresses, families) = (Texts(spec, "clusterIPs"), Texts(spec, "ipFamilies"));
        if (policy == Single)
        {
            CheckSingle(addresses.Count, "cluster IPs", errors);
            CheckSingle(families.Count, "IP families", errors);
        }

        InferFamilies(addresses, families, spec, errors);
        Throw(request, errors);
        if (isHeadless && !hasSelector)
        {
            SetFamilies(spec, CompleteHeadless(families, policy));
            return;
        }

        if (policy == "RequireDualStack")
        {
            errors.Add(FieldError.Invalid(PolicyPath, policy, "this cluster is not configured for dual-stack services"));
        }

        foreach (var (index, family) in families.Index())
        {
            if (family != Family)
            {
                errors.Add(FieldError.Invalid($"spec.ipFamilies[{index}]", family, "not configured on this cluster"));
            }
        }

        Throw(request, errors);
        SetFamilies(spec, families.Count == 0 ? [Family] : families);
    }

    private static void CheckSingle(int count, string what, List<FieldError> errors)
    {
        if (count == 2)
        {
            errors.Add(
                FieldError.Invalid(
                    PolicyPath,
                    Single,
                    $"must be 'RequireDualStack' or 'PreferDualStack' when multiple {what} are specified"
                )
            );
        }
    }

    private static void InferFamilies(List<string> addresses, List<string> families, JsonObject spec, List<FieldError> errors)
    {
        foreach (var (index, address) in addresses.Index())
        {
            if (address == "None")
            {
                return;
            }

            if (index < families.Count)
            {
                continue;
            }

            if (ServiceAddressRules.IsIPv6(address))
            {
                errors.Add(
                    FieldError.Invalid(
                        $"spec.clusterIPs[{index}]",
                        spec["clusterIPs"]?.DeepClone(),
                        "IPv6 is not configured on this cluster"
                    )
                );
            }
            else
            {
                families.Add(Family);
            }
        }
    }

    /// <summary>A headless service without a selector may have families that the cluster does not have.</summary>
    private static List<string> CompleteHeadless(List<string> families, string policy)
    {
        if (families.Count == 0)
        {
            families.Add(Family);
        }

        if (families.Count < 2 && policy != Single)
        {
            families.Add(families[0] == Family ? "IPv6" : Family);
        }

        return families;
    }

    private static void KeepFirst(JsonObject spec, JsonObject before, string field)
    {
        if (spec.Array(field) is { Count: > 1 } items && JsonNode.DeepEquals(items, before[field]))
        {
            spec[field] = new JsonArray(items[0]?.DeepClone());
        }
    }

    private static void SetFamilies(JsonObject spec, List<string> families) =>
        spec["ipFamilies"] = new JsonArray([.. families.Select(family => (JsonNode)family)]);

    private static List<string> Texts(JsonObject spec, string field) =>
        [.. (spec.Array(field) ?? []).Select(item => item?.ToString() ?? "")];

    private static void Throw(AdmissionRequest request, List<FieldError> errors)
    {
        if (errors.Count > 0)
        {
            throw FieldError.CreateException("", "Service", request.Name, errors);
        }
    }
}
