using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the security context of pods.</summary>
internal static partial class PodSecurityContextRules
{
    private const int MaximumSysctlLength = 253;
    private const string SysctlForm = "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";

    private static readonly string[] _processNamespaceSysctls = ["kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue."];

    public static void Check(PodScope scope)
    {
        if (scope.Spec.Map("securityContext") is not { } context)
        {
            context = [];
        }

        var (path, errors) = ($"{scope.Path}.securityContext", scope.Errors);
        foreach (var field in (ReadOnlySpan<string>)["fsGroup", "runAsUser", "runAsGroup"])
        {
            SecurityContextRules.CheckIdentity(context.Number(field), $"{path}.{field}", errors);
        }

        foreach (var (index, group) in (context.Array("supplementalGroups") ?? []).Index())
        {
            SecurityContextRules.CheckIdentity(group.AsInteger(), $"{path}.supplementalGroups[{index}]", errors);
        }

        if (scope.Spec.Flag("shareProcessNamespace") && scope.Spec.Flag("hostPID"))
        {
            errors.Invalid($"{path}.shareProcessNamespace", true, "ShareProcessNamespace and HostPID cannot both be enabled");
        }

        CheckSysctls(scope, context, $"{path}.sysctls");
        CheckOneOf(context, "fsGroupChangePolicy", ["Always", "OnRootMismatch"], path, errors);
        ProfileRules.CheckSeccomp(context.Map("seccompProfile"), $"{path}.seccompProfile", errors);
        WindowsRules.Check(context.Map("windowsOptions"), $"{path}.windowsOptions", errors);
        ProfileRules.CheckAppArmor(context.Map("appArmorProfile"), $"{path}.appArmorProfile", errors);
        CheckOneOf(context, "supplementalGroupsPolicy", ["Merge", "Strict"], path, errors);
        CheckOneOf(context, "seLinuxChangePolicy", ["MountOption", "Recursive"], path, errors);
    }

    private static void CheckOneOf(JsonObject context, string field, string[] supported, string path, FieldErrors errors)
    {
        if (context.Text(field) is { } value && !supported.Contains(value))
        {
            errors.NotSupported($"{path}.{field}", value, supported);
        }
    }

    private static void CheckSysctls(PodScope scope, JsonObject context, string path)
    {
        var errors = scope.Errors;
        var names = new HashSet<string>();
        foreach (var (index, sysctl) in context.Objects("sysctls").Index())
        {
            var (name, at) = (sysctl.Text("name") ?? "", $"{path}[{index}].name");
            if (name.Length == 0)
            {
                errors.Required(at);
            }
            else if (name.Length > MaximumSysctlLength || !SysctlName().IsMatch(name))
            {
                errors.Invalid(at, name, $"must have at most {MaximumSysctlLength} characters and match regex {SysctlForm}");
            }
            else if (names.Contains(name))
            {
                errors.Duplicate(at, name);
            }

            CheckNamespace(scope, name, at);
            names.Add(name);
        }
    }

    /// <summary>A pod that shares a namespace of its node may not change the namespace's settings.</summary>
    private static void CheckNamespace(PodScope scope, string name, string at)
    {
        var dotted = name.Replace('/', '.');
        if (scope.UsesHostNetwork && dotted.StartsWith("net.", StringComparison.Ordinal))
        {
            scope.Errors.Invalid(at, name, "may not be specified when 'hostNetwork' is true");
        }
        else if (
            scope.Spec.Flag("hostIPC")
            && Array.Exists(_processNamespaceSysctls, prefix => dotted.StartsWith(prefix, StringComparison.Ordinal))
        )
        {
            scope.Errors.Invalid(at, name, "may not be specified when 'hostIPC' is true");
        }
    }

    [GeneratedRegex(SysctlForm)]
    private static partial Regex SysctlName();
}
