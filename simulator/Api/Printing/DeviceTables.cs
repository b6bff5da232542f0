using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The tables of resource.k8s.io: claims and slices of devices.</summary>
internal static class DeviceTables
{
    public static readonly ITableLayout Claims = new TableLayout(
        Name,
        Text("State", State).As("A summary of the current state (allocated, pending, reserved, etc.)."),
        Age
    );

    public static readonly ITableLayout Slices = new TableLayout(
        Name,
        new Column("Node", (item, _) => item.Spec.Text("nodeName")).From("resource.v1.ResourceSliceSpec.nodeName"),
        Text("Driver", item => item.Spec.Text("driver")).From("resource.v1.ResourceSliceSpec.driver"),
        Text("Pool", item => item.Spec.Text("pool", "name")).From("resource.v1.ResourcePool.name"),
        Age
    );

    private static string State(KubeObject claim)
    {
        var states = new List<string>();
        if (claim.IsDeleting)
        {
            states.Add("deleted");
        }

        if (claim.Status.Map("allocation") is not null)
        {
            states.Add("allocated");
            if (claim.Status.Array("reservedFor") is { Count: > 0 })
            {
                states.Add("reserved");
            }
        }
        else if (!claim.IsDeleting)
        {
            states.Add("pending");
        }

        return string.Join(",", states);
    }
}
