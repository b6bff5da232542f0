using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for fields that exist on one operating system only.</summary>
internal static class OperatingSystemRules
{
    private const string NotOnWindows = "cannot be set for a windows pod";

    /// <summary>The fields that pods on Windows do not have, in Kubernetes' order; those without a dot belong to the spec.</summary>
    private static readonly string[] _notForWindowsPods =
    [
        "securityContext.appArmorProfile",
        "securityContext.seLinuxOptions",
        "hostUsers",
        "hostPID",
        "hostIPC",
        "securityContext.seccompProfile",
        "securityContext.fsGroup",
        "securityContext.fsGroupChangePolicy",
        "securityContext.sysctls",
        "shareProcessNamespace",
        "securityContext.runAsUser",
        "securityContext.runAsGroup",
        "securityContext.supplementalGroups",
        "securityContext.supplementalGroupsPolicy",
        "securityContext.seLinuxChangePolicy",
    ];

    private static readonly string[] _notForWindowsContainers =
    [
        "appArmorProfile",
        "seLinuxOptions",
        "seccompProfile",
        "capabilities",
        "readOnlyRootFilesystem",
        "privileged",
        "allowPrivilegeEscalation",
        "procMount",
        "runAsUser",
        "runAsGroup",
    ];

    public static void Check(PodScope scope)
    {
        if (scope.Spec.Map("os") is not { } system)
        {
            return;
        }

        switch (system.Text("name"))
        {
            case null or "":
                scope.Errors.Required($"{scope.Path}.os.name", "cannot be empty");
                break;
            case "linux":
                CheckLinux(scope);
                break;
            case "windows":
                CheckWindows(scope);
                break;
            case { } other:
                scope.Errors.NotSupported($"{scope.Path}.os", other, "linux", "windows");
                break;
        }
    }

    private static void CheckLinux(PodScope scope)
    {
        const string Problem = "windows options cannot be set for a linux pod";
        if (scope.Spec.Map("securityContext", "windowsOptions") is not null)
        {
            scope.Errors.Forbidden($"{scope.Path}.securityContext.windowsOptions", Problem);
        }

        foreach (var (container, path) in scope.VisitContainers())
        {
            if (container.Map("securityContext", "windowsOptions") is not null)
            {
                scope.Errors.Forbidden($"{path}.securityContext.windowsOptions", Problem);
            }
        }
    }

    private static void CheckWindows(PodScope scope)
    {
        foreach (var field in _notForWindowsPods)
        {
            var isSet = scope.Spec.Node(field.Split('.')) is { } value && (field is not ("hostPID" or "hostIPC") || value.GetValue<bool>());
            if (isSet)
            {
                scope.Errors.Forbidden($"{scope.Path}.{field}", NotOnWindows);
            }
        }

        foreach (var (container, path) in scope.VisitContainers())
        {
            foreach (var field in _notForWindowsContainers.Where(field => container.Map("securityContext")?[field] is not null))
            {
                scope.Errors.Forbidden($"{path}.securityContext.{field}", NotOnWindows);
            }
        }
    }
}
