using Infra.Kubernetes;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Nodes;

/// <summary>Records kubelet's events about pods.</summary>
internal sealed class KubeletEvents(EventRecorder recorder)
{
    private const string Component = "kubelet";

    /// <summary>Records an event about the whole pod.</summary>
    public void Record(Pod pod, Node node, bool isWarning, string reason, string message) =>
        recorder.Record(pod.Source, GetType(isWarning), reason, message, Component, node.Name);

    /// <summary>Records an event about a container.</summary>
    public void Record(Pod pod, Node node, ContainerEvent change) =>
        recorder.Record(
            pod.Source,
            GetType(change.IsWarning),
            change.Reason,
            change.Reason == "BackOff" && change.IsWarning ? $"{change.Message} in pod {PodNames.Format(pod)}" : change.Message,
            Component,
            node.Name,
            $"spec.{(change.Container.Type == ContainerType.Main ? "containers" : "initContainers")}{{{change.Container.Name}}}"
        );

    private static EventType GetType(bool isWarning) => isWarning ? EventType.Warning : EventType.Normal;
}
