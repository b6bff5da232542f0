using System.Globalization;
using Infra.Rehearsal.Plans;
using Infra.Simulator.Hosting.Virtual;
using Infra.Simulator.Nodes;
using Infra.Simulator.Nodes.Pools;

namespace Infra.Rehearsal.Clusters;

/// <summary>The pools of a plan as pools of the simulator. The capacity of a node is what pods may request.</summary>
internal static class PoolConversion
{
    /// <summary>Converts a pool.</summary>
    public static VirtualPool Convert(PoolPlan pool) =>
        new(
            new NodePool(
                pool.Name,
                new NodePoolOptions
                {
                    NamePrefix = $"{pool.Name}-",
                    Count = pool.Initial,
                    Cpu = string.Create(CultureInfo.InvariantCulture, $"{(long)Math.Floor(pool.Cores * 1000 + 1e-6)}m"),
                    Memory = ((long)Math.Floor(pool.Memory)).ToString(CultureInfo.InvariantCulture),
                    Pods = pool.MaxPods,
                    Zones = pool.Zones,
                    Labels = pool.Labels,
                    Taints = pool.Taints,
                    RuntimeHandlers = pool.Runtimes,
                }
            ),
            pool.Min,
            pool.Max,
            pool.StartUp
        );
}
