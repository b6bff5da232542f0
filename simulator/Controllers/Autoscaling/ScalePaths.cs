using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>Where an object has the fields of its scale.</summary>
/// <param name="Replicas">The path of the desired replicas.</param>
/// <param name="StatusReplicas">The path of the current replicas.</param>
/// <param name="Default">The desired replicas of an object that does not say.</param>
internal sealed record ScalePaths(string[] Replicas, string[] StatusReplicas, int Default)
{
    /// <summary>The paths of workloads.</summary>
    public static ScalePaths BuiltIn { get; } = new(["spec", "replicas"], ["status", "replicas"], 1);

    /// <summary>Reads the paths of a custom resource from <c>subresources.scale</c> of its definition.</summary>
    public static ScalePaths FromJson(JsonObject scale) =>
        new(Split(scale.Text("specReplicasPath") ?? ".spec.replicas"), Split(scale.Text("statusReplicasPath") ?? ".status.replicas"), 0);

    /// <summary>Splits a path such as <c>.spec.replicas</c>.</summary>
    public static string[] Split(string path) => path.Trim('.').Split('.');
}
