using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling.Scores;

/// <summary>
/// Prefers nodes that have the pod's images. The size of an image counts by the share of the nodes that have it, so that pods do not crowd
/// on the few nodes with a rare image.
/// </summary>
internal sealed class ImageLocalityScore : INodeScore
{
    private const long Megabyte = 1024 * 1024;
    private const long MinSum = 23 * Megabyte;
    private const long MaxPerContainer = 1000 * Megabyte;

    /// <inheritdoc/>
    public long[]? Score(PodRequirements pod, IReadOnlyList<NodeInfo> candidates, NodeView nodes)
    {
        if (nodes.Images.IsEmpty)
        {
            return null;
        }

        var spec = pod.Pod.Source.Spec;
        List<string?> containers = [.. spec.Objects("initContainers").Concat(spec.Objects("containers")).Select(c => c.Text("image"))];
        var images = containers
            .Concat(spec.Objects("volumes").Select(volume => volume.Text("image", "reference")))
            .Select(name => name is null ? null : nodes.Images.Find(name))
            .OfType<ImageState>()
            .Select(image => (image.Nodes, Value: (long)(image.Size * ((double)image.Nodes.Count / nodes.Count))))
            .ToList();
        var max = MaxPerContainer * containers.Count;
        return images.Count == 0
            ? null
            :
            [
                .. candidates.Select(node =>
                {
                    var sum = images.Where(image => image.Nodes.Contains(node.Name)).Sum(image => image.Value);
                    return Normalisation.Best * (Math.Clamp(sum, MinSum, max) - MinSum) / (max - MinSum);
                }),
            ];
    }
}
