using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Nodes;

/// <summary>The names of pods in kubelet's messages.</summary>
internal static class PodNames
{
    /// <summary>Formats a pod as <c>name_namespace(uid)</c>.</summary>
    public static string Format(Pod pod) => $"{pod.Name}_{pod.Namespace}({pod.Uid})";
}
