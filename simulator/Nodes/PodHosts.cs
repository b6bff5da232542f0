using Infra.Simulator.Informers.Views;
using Infra.Simulator.Nodes.Images;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>What nodes provide to the pods that they run: addresses, images, events, ConfigMaps and Secrets.</summary>
/// <param name="missing">Finds the ConfigMaps and Secrets that do not exist.</param>
/// <param name="images">The images on the nodes.</param>
/// <param name="events">Records events.</param>
/// <param name="now">Returns the current time.</param>
internal sealed class PodHosts(MissingReferences missing, ImageCaches images, KubeletEvents events, Func<DateTimeOffset> now)
{
    private readonly PodAddresses _addresses = new();

    /// <summary>Adds a node.</summary>
    public void AddNode(Node node) => _addresses.AddNode(node.Name, SimulatedNodes.GetNetwork(node));

    /// <summary>Releases what a pod has used that is gone.</summary>
    public void Release(Pod pod)
    {
        _addresses.Release(pod.Uid);
        images.Forget(pod);
    }

    /// <summary>What a node provides to a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="node">The node.</param>
    /// <param name="wait">Called if a ConfigMap or Secret of the pod is missing.</param>
    public PodHost Get(Pod pod, Node node, Action wait)
    {
        return new PodHost(
            container =>
            {
                var found = missing.FindForEnvironment(pod, container.Spec);
                if (found is not null)
                {
                    wait();
                }

                return found;
            },
            container => images.Ensure(pod, node, container, now(), Report),
            Report,
            () => GetAddress(pod, node) ?? "",
            () => PodNames.Format(pod)
        );

        void Report(ContainerEvent change) => events.Record(pod, node, change);
    }

    /// <summary>The address of a pod; null if the node's network is exhausted.</summary>
    public string? GetAddress(Pod pod, Node node) =>
        pod.Source.Spec.Flag("hostNetwork") ? SimulatedNodes.GetAddress(node) : _addresses.Allocate(pod.Uid, node.Name, pod.PodIP);
}
