using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for the cluster IPs and IP families of services.</summary>
internal static class ServiceAddressRules
{
    private const string Path = "spec.clusterIPs";

    public static bool IsHeadless(JsonObject spec) => spec.Array("clusterIPs") is [{ } only] && only.ToString() == "None";

    public static void Check(JsonObject spec, FieldErrors errors)
    {
        if (spec.Text("type") == "ExternalName")
        {
            return;
        }

        var addresses = (spec.Array("clusterIPs") ?? []).Select(address => address?.ToString() ?? "").ToList();
        CheckFirst(spec, addresses, errors);
        var familiesAreValid = CheckFamilies(spec, errors);
        if (spec.Text("ipFamilyPolicy") is { } policy)
        {
            errors.CheckSupported("spec.ipFamilyPolicy", policy, isRequired: false, "PreferDualStack", "RequireDualStack", "SingleStack");
        }

        if (CheckForms(spec, addresses, errors))
        {
            CheckTogether(spec, addresses, familiesAreValid, errors);
        }
    }

    /// <summary>Checks that allocated addresses and families do not change.</summary>
    public static void CheckChange(JsonObject spec, JsonObject before, FieldErrors errors)
    {
        if (spec.Text("type") == "ExternalName" || before.Text("type") == "ExternalName")
        {
            return;
        }

        CheckAddressChange(spec, before, errors);
        if (IsHeadless(spec) || IsHeadless(before))
        {
            return;
        }

        var (families, old) = (Texts(spec, "ipFamilies"), Texts(before, "ipFamilies"));
        foreach (var (family, earlier) in families.Zip(old))
        {
            if (family != earlier)
            {
                errors.Invalid("spec.ipFamilies[0]", spec["ipFamilies"]?.DeepClone(), "may not change once set");
            }
        }
    }

    private static void CheckAddressChange(JsonObject spec, JsonObject before, FieldErrors errors)
    {
        if (IsHeadless(spec) && IsHeadless(before))
        {
            return;
        }

        var (addresses, old) = (Texts(spec, "clusterIPs"), Texts(before, "clusterIPs"));
        if (addresses.Count == 0 && old.Count > 0)
        {
            errors.Invalid($"{Path}[0]", null, "primary clusterIP can not be unset");
        }

        foreach (var (index, (address, earlier)) in addresses.Zip(old).Index())
        {
            if (address != earlier && (index == 0 || addresses.Count == old.Count))
            {
                errors.Invalid($"{Path}[{index}]", spec["clusterIPs"]?.DeepClone(), "may not change once set");
            }
        }
    }

    private static void CheckFirst(JsonObject spec, List<string> addresses, FieldErrors errors)
    {
        var address = spec.Text("clusterIP") ?? "";
        if (address.Length > 0 && addresses.Count == 0)
        {
            errors.Required(Path);
        }
        else if (address.Length > 0 && addresses[0] != address)
        {
            errors.Invalid(Path, spec["clusterIPs"]?.DeepClone(), "first value must match `clusterIP`");
        }
        else if (address.Length == 0 && addresses.Count > 0)
        {
            errors.Invalid(Path, spec["clusterIPs"]?.DeepClone(), "must be empty when `clusterIP` is not specified");
        }
    }

    private static bool CheckFamilies(JsonObject spec, FieldErrors errors)
    {
        var (seen, count) = (new HashSet<string>(), errors.Count);
        foreach (var (index, family) in Texts(spec, "ipFamilies").Index())
        {
            errors.CheckSupported($"spec.ipFamilies[{index}]", family, isRequired: false, "IPv4", "IPv6");
            if (!seen.Add(family))
            {
                errors.Duplicate($"spec.ipFamilies[{index}]", family);
            }
        }

        return errors.Count == count;
    }

    private static bool CheckForms(JsonObject spec, List<string> addresses, FieldErrors errors)
    {
        var isValid = true;
        foreach (var (index, address) in addresses.Index())
        {
            if (index == 0 && address == "None")
            {
                if (addresses.Count > 1)
                {
                    isValid = false;
                    errors.Invalid(Path, spec["clusterIPs"]?.DeepClone(), "'None' must be the first and only value");
                }

                continue;
            }

            isValid &= AddressRules.CheckAddress(address, $"{Path}[{index}]", errors);
        }
        if (addresses.Count > 2)
        {
            errors.Invalid(Path, spec["clusterIPs"]?.DeepClone(), "may only hold up to 2 values");
        }

        return isValid;
    }

    private static void CheckTogether(JsonObject spec, List<string> addresses, bool familiesAreValid, FieldErrors errors)
    {
        if (IsHeadless(spec))
        {
            return;
        }

        if (addresses.Count > 1 && addresses.Select(IsIPv6).Distinct().Count() < 2)
        {
            errors.Invalid(Path, spec["clusterIPs"]?.DeepClone(), "may specify no more than one IP for each IP family");
        }

        if (!familiesAreValid)
        {
            return;
        }

        foreach (var (index, (address, family)) in addresses.Zip(Texts(spec, "ipFamilies")).Index())
        {
            if (IsIPv6(address) != (family == "IPv6"))
            {
                errors.Invalid($"{Path}[{index}]", address, $"expected an {family} value as indicated by `ipFamilies[{index}]`");
            }
        }
    }

    public static bool IsIPv6(string address) => AddressRules.Parse(address) is { } parsed && AddressRules.IsIPv6(parsed);

    private static List<string> Texts(JsonObject spec, string field) =>
        [.. (spec.Array(field) ?? []).Select(item => item?.ToString() ?? "")];
}
