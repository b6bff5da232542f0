using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The table of nodes.</summary>
internal static class NodeTable
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    public static readonly ITableLayout Layout = new TableLayout(
        Name,
        Text("Status", Status).As("The status of the node"),
        Text("Roles", Roles).As("The roles of the node"),
        Age,
        Text("Version", node => node.Status.Text("nodeInfo", "kubeletVersion")).From("core.v1.NodeSystemInfo.kubeletVersion"),
        Text("Internal-IP", node => Address(node, "InternalIP"), 1).From("core.v1.NodeStatus.addresses"),
        Text("External-IP", node => Address(node, "ExternalIP"), 1).From("core.v1.NodeStatus.addresses"),
        Text("OS-Image", node => Info(node, "osImage"), 1).From("core.v1.NodeSystemInfo.osImage"),
        Text("Kernel-Version", Kernel, 1).From("core.v1.NodeSystemInfo.kernelVersion"),
        Text("Container-Runtime", node => Info(node, "containerRuntimeVersion"), 1).From("core.v1.NodeSystemInfo.containerRuntimeVersion")
    );

    private static string Status(KubeObject node)
    {
        var ready = node.Status.Objects("conditions").FirstOrDefault(condition => condition.Text("type") == "Ready");
        var status =
            ready is null ? "Unknown"
            : ready.Text("status") == "True" ? "Ready"
            : "NotReady";
        return node.Spec.Flag("unschedulable") ? status + ",SchedulingDisabled" : status;
    }

    private static string Roles(KubeObject node)
    {
        var roles = node
            .Labels.Where(label => label.Key.StartsWith(RolePrefix, StringComparison.Ordinal))
            .Select(label => label.Key[RolePrefix.Length..])
            .Concat(node.Labels.TryGetValue("kubernetes.io/role", out var role) ? [role] : [])
            .Where(name => name.Length > 0)
            .Distinct()
            .Order(StringComparer.Ordinal);
        var text = string.Join(",", roles);
        return text.Length == 0 ? None : text;
    }

    private static string Address(KubeObject node, string type) =>
        node.Status.Objects("addresses").FirstOrDefault(address => address.Text("type") == type)?.Text("address") ?? None;

    private static string Info(KubeObject node, string field) =>
        node.Status.Text("nodeInfo", field) is { Length: > 0 } text ? text : Unknown;

    private static string Kernel(KubeObject node)
    {
        var (kernel, architecture) = (Info(node, "kernelVersion"), node.Status.Text("nodeInfo", "architecture"));
        return kernel == Unknown || architecture is null or "" ? kernel : $"{kernel} ({architecture})";
    }
}
