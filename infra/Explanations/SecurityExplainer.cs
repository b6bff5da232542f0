using System.Globalization;
using Infra.Backend.Planning;
using Infra.Backend.Settings;

namespace Infra.Backend.Explanations;

/// <summary>Explains the user and the privileges of a service's container.</summary>
internal static class SecurityExplainer
{
    private const string OfImage = "the image's";

    public static void Explain(DecisionLog log, ServicePlan service, StackSettings settings)
    {
        var (pod, container) = (service.Security, service.Security.Container);
        var enforced = log.FindPlace("podSecurity");
        log.Add(
            new Explanation(
                "podSecurity",
                DecisionLog.EnumName(settings.PodSecurity),
                enforced is null ? "default" : "set",
                DecisionLog.Format(enforced)
            )
        );
        log.Add("security.user", Id(container.User), "default: a user ID that no account of a node has");
        log.Add("security.group", Id(container.Group), "rule: the user's", "security.group", "security.user");
        log.Add(
            "security.fsGroup",
            Id(pod.FsGroup),
            "rule: the group's number, or 10001 without one",
            "security.fsGroup",
            "security.group"
        );
        log.Add("security.nonRoot", Flag(container.NonRoot), "rule: true except for user 0", "security.nonRoot", "security.user");
        log.Add("security.writableRoot", Flag(container.WritableRoot), "default");
        log.Add(
            "security.allowPrivilegeEscalation",
            Flag(container.AllowPrivilegeEscalation),
            "rule: false except for privileged containers",
            "security.allowPrivilegeEscalation",
            "security.privileged"
        );
        log.Add("security.capabilities", $"[{string.Join(", ", container.Capabilities)}]", "default: all are dropped and none is added");
        log.Add("security.seccomp", container.Seccomp.ToString(), "default");
        log.Add("security.appArmor", container.AppArmor?.ToString() ?? "the runtime's", "Kubernetes' default on nodes with AppArmor");
    }

    private static string Id(int? id) => id?.ToString(CultureInfo.InvariantCulture) ?? OfImage;

    private static string Flag(bool flag) => flag ? "true" : "false";
}
