using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>The images that nodes report in <c>status.images</c>, by each of their names.</summary>
internal sealed class ImageStates
{
    private readonly Dictionary<string, ImageState> _states = new(StringComparer.Ordinal);

    /// <summary>Whether no node reports an image.</summary>
    public bool IsEmpty => _states.Count == 0;

    /// <summary>The nodes that have an image, and its size; null for an image that no node has.</summary>
    public ImageState? Find(string name) => _states.GetValueOrDefault(Normalise(name));

    /// <summary>Adds the images of a node. The size that is known first counts.</summary>
    public void Add(Node node)
    {
        foreach (var image in node.Source.Status.Objects("images"))
        {
            foreach (var name in image.Array("names") ?? [])
            {
                var key = name!.GetValue<string>();
                if (!_states.TryGetValue(key, out var state))
                {
                    _states[key] = state = new ImageState(image.Number("sizeBytes") ?? 0, new HashSet<string>(StringComparer.Ordinal));
                }

                state.Nodes.Add(node.Name);
            }
        }
    }

    /// <summary>Removes the images of a node.</summary>
    public void Remove(Node node)
    {
        foreach (var name in node.Source.Status.Objects("images").SelectMany(image => image.Array("names") ?? []))
        {
            var key = name!.GetValue<string>();
            if (_states.TryGetValue(key, out var state) && state.Nodes.Remove(node.Name) && state.Nodes.Count == 0)
            {
                _states.Remove(key);
            }
        }
    }

    // An image without a tag is the latest one.
    private static string Normalise(string name) => name.LastIndexOf(':') <= name.LastIndexOf('/') ? name + ":latest" : name;
}

/// <summary>An image that nodes have.</summary>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Nodes">The names of the nodes.</param>
internal sealed record ImageState(long Size, HashSet<string> Nodes);
