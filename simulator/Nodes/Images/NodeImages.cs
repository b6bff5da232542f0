using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes.Images;

/// <summary>The images on one node. It pulls them one after the other, as a kubelet does by default.</summary>
internal sealed class NodeImages
{
    private const int MaxReported = 50;

    /// <summary>The wait until an image that must not be pulled is looked for again: another pod may bring it.</summary>
    private static readonly TimeSpan _retryInterval = TimeSpan.FromSeconds(15);

    /// <summary>The time to compare a present image with the registry's.</summary>
    private static readonly TimeSpan _checkTime = TimeSpan.FromMilliseconds(300);

    /// <summary>The longest time until a pull ends, far from that of the calendar.</summary>
    private static readonly TimeSpan _longestQueue = TimeSpan.FromDays(365 * 1000);

    private readonly SortedDictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Pod, string Container), RunningPull> _pulls = [];
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private DateTimeOffset _idleAt;

    /// <summary>Takes over the images that a node reports, after a restart of the simulator.</summary>
    public NodeImages(Node node)
    {
        foreach (var image in node.Source.Status.Objects("images"))
        {
            if (image.Array("names") is [JsonValue name, ..])
            {
                _sizes[name.ToString()] = image.Number("sizeBytes") ?? 0;
                _begun.Add(name.ToString());
            }
        }
    }

    /// <summary>The images of <c>status.images</c>: the largest, as a kubelet reports them.</summary>
    public JsonArray ToJson() =>
        [
            .. _sizes
                .OrderByDescending(image => image.Value)
                .ThenBy(image => image.Key, StringComparer.Ordinal)
                .Take(MaxReported)
                .Select(image => new JsonObject { ["names"] = new JsonArray(image.Key), ["sizeBytes"] = image.Value }),
        ];

    /// <summary>Pulls the image of a container according to its policy.</summary>
    /// <param name="pod">The UID of the container's pod.</param>
    /// <param name="container">The container, whose behaviour has a pull time.</param>
    /// <param name="now">The current time.</param>
    /// <param name="report">Called for each event.</param>
    /// <returns>Whether the image is present, pulled or not pulled; and whether the node has an image more.</returns>
    public (ImagePull Pull, bool IsNew) Ensure(string pod, ContainerRun container, DateTimeOffset now, Action<ContainerEvent> report)
    {
        var name = GetName(container.Image);
        if (_pulls.TryGetValue((pod, container.Name), out var running))
        {
            if (running.ReadyAt > now)
            {
                return (new ImagePull(running.ReadyAt), false);
            }

            _pulls.Remove((pod, container.Name));
            report(Describe(container, isWarning: false, "Pulled", running.Describe(container)));
            return (ImagePull.Present, _sizes.TryAdd(name, container.Behaviour.ImageSize));
        }

        var (policy, isPresent) = (container.Spec.Text("imagePullPolicy"), _sizes.ContainsKey(name));
        if (isPresent && policy != "Always")
        {
            report(Describe(container, isWarning: false, "Pulled", ContainerEvents.DescribePresentImage(container)));
            return (ImagePull.Present, false);
        }

        if (policy == "Never")
        {
            var message = $"Container image \"{container.Image}\" is not present with pull policy of Never";
            return (new ImagePull(now + _retryInterval, new ContainerWait(ContainerWait.ImageNeverPull, message)), false);
        }

        report(Describe(container, isWarning: false, "Pulling", $"Pulling image \"{container.Image}\""));
        var time = container.Behaviour.PullTime!.Value;
        // The image is present, or will be when this pull's turn comes.
        var duration = !_begun.Add(name) && _checkTime < time ? _checkTime : time;
        var end = (_idleAt > now ? _idleAt : now) + duration;
        _idleAt = end - now < _longestQueue ? end : now + _longestQueue;
        _pulls[(pod, container.Name)] = new RunningPull(name, now, _idleAt, duration, container.Behaviour.ImageSize);
        return (new ImagePull(_idleAt), false);
    }

    /// <summary>Ends the pulls of a pod that is gone.</summary>
    public void Forget(string pod)
    {
        foreach (var (key, pull) in _pulls.Where(pull => pull.Key.Pod == pod).ToList())
        {
            _pulls.Remove(key);
            if (!_sizes.ContainsKey(pull.Image) && !_pulls.Values.Any(other => other.Image == pull.Image))
            {
                _begun.Remove(pull.Image);
            }
        }
    }

    /// <summary>The full name of an image, as container runtimes list it.</summary>
    internal static string GetName(string image)
    {
        if (!ImageReference.TryParse(image, out var reference))
        {
            return image;
        }

        var library = reference.Registry is null && !reference.Repository.Contains('/', StringComparison.Ordinal) ? "library/" : "";
        var version = reference.Digest is { } digest ? $"@{digest}" : $":{reference.Tag ?? "latest"}";
        return $"{reference.Registry ?? "docker.io"}/{library}{reference.Repository}{version}";
    }

    private static ContainerEvent Describe(ContainerRun container, bool isWarning, string reason, string message) =>
        new(container, isWarning, reason, message);

    private sealed record RunningPull(string Image, DateTimeOffset Begun, DateTimeOffset ReadyAt, TimeSpan Duration, long Size)
    {
        public string Describe(ContainerRun container) =>
            $"Successfully pulled image \"{container.Image}\" in {GoDuration.Format(Duration)} "
            + $"({GoDuration.Format(ReadyAt - Begun)} including waiting). Image size: {Size} bytes.";
    }
}
