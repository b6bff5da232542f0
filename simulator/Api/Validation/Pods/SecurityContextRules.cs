using System.Text.Json.Nodes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the security context of containers.</summary>
internal static class SecurityContextRules
{
    private const string IdentityRule = "must be between 0 and 2147483647, inclusive";

    public static void Check(JsonObject? context, bool usesHostUsers, string path, FieldErrors errors)
    {
        if (context is null)
        {
            return;
        }

        CheckIdentity(context.Number("runAsUser"), $"{path}.runAsUser", errors);
        CheckIdentity(context.Number("runAsGroup"), $"{path}.runAsGroup", errors);
        if (context.Text("procMount") is { } mount)
        {
            if (mount is not ("Default" or "Unmasked"))
            {
                errors.NotSupported($"{path}.procMount", mount, "Default", "Unmasked");
            }

            if (usesHostUsers && mount == "Unmasked")
            {
                errors.Invalid($"{path}.procMount", mount, "`hostUsers` must be false to use `Unmasked`");
            }
        }
        ProfileRules.CheckSeccomp(context.Map("seccompProfile"), $"{path}.seccompProfile", errors);
        CheckEscalation(context, path, errors);
        WindowsRules.Check(context.Map("windowsOptions"), $"{path}.windowsOptions", errors);
        ProfileRules.CheckAppArmor(context.Map("appArmorProfile"), $"{path}.appArmorProfile", errors);
    }

    /// <summary>Checks the ID of a user or group.</summary>
    public static void CheckIdentity(long? id, string path, FieldErrors errors)
    {
        if (id is < 0 or > int.MaxValue)
        {
            errors.Invalid(path, id, IdentityRule);
        }
    }

    private static void CheckEscalation(JsonObject context, string path, FieldErrors errors)
    {
        if (context["allowPrivilegeEscalation"] is null || context.Flag("allowPrivilegeEscalation"))
        {
            return;
        }

        if (context.Flag("privileged"))
        {
            Add("cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        }

        foreach (var _ in (context.Array("capabilities", "add") ?? []).Where(name => name?.ToString() == "CAP_SYS_ADMIN"))
        {
            Add("cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
        }

        void Add(string detail) => errors.Invalid(path, InternalForm.Create("SecurityContext", context), detail);
    }
}
