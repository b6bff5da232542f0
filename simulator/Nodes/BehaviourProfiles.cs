using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>Reads the behaviours of pods from their annotations and profiles.</summary>
internal sealed class BehaviourProfiles(ResourceCache<PlainObject> configMaps, KubeletOptions options)
{
    /// <summary>The ConfigMap that a pod names as its profile; null for none.</summary>
    public static ObjectKey? FindKey(Pod pod) =>
        pod.Annotations.GetValueOrDefault(BehaviourSettings.ProfileAnnotation) is { } name ? new ObjectKey(pod.Namespace, name) : null;

    /// <summary>Reads the behaviours of a pod's containers.</summary>
    public ContainerBehaviours Read(Pod pod)
    {
        if (FindKey(pod) is not { } key)
        {
            return new ContainerBehaviours(pod, new BehaviourSettings(pod.Annotations, profile: null), options);
        }

        var profile = configMaps.Find(key);
        var settings = new BehaviourSettings(pod.Annotations, profile?.Source.Body.TextMap("data"));
        if (profile is null)
        {
            settings.Report("profile", key.Name, "is not a ConfigMap of the pod's namespace");
        }

        return new ContainerBehaviours(pod, settings, options);
    }
}
