using Infra.Kubernetes;
using Pulumi;

namespace Infra.Backend.Workloads;

/// <summary>Numbers of pods in a rollout.</summary>
internal static class RolloutAmount
{
    public static InputUnion<int, string> Create(IntOrPercent amount) =>
        amount.IsPercent ? (InputUnion<int, string>)amount.ToString() : amount.Value;
}
