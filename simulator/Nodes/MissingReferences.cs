using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>Finds the ConfigMaps, Secrets and keys that a pod references and the cluster lacks.</summary>
internal sealed class MissingReferences(IClusterClient client)
{
    /// <summary>The reason a container's environment cannot be created; null for none.</summary>
    public string? FindForEnvironment(Pod pod, JsonObject container)
    {
        foreach (var source in container.Objects("envFrom"))
        {
            var lacking = Object(pod, GroupResource.ConfigMaps, source.Map("configMapRef"), "name")
                ?? Object(pod, GroupResource.Secrets, source.Map("secretRef"), "name");
            if (lacking is not null)
            {
                return lacking;
            }
        }

        foreach (var variable in container.Objects("env"))
        {
            var lacking = Key(pod, GroupResource.ConfigMaps, variable.Map("valueFrom", "configMapKeyRef"), "ConfigMap")
                ?? Key(pod, GroupResource.Secrets, variable.Map("valueFrom", "secretKeyRef"), "Secret");
            if (lacking is not null)
            {
                return lacking;
            }
        }

        return null;
    }

    /// <summary>The reason a pod's volumes cannot be mounted; null for none.</summary>
    public string? FindForVolumes(Pod pod)
    {
        foreach (var volume in pod.Source.Spec.Objects("volumes"))
        {
            var lacking = Object(pod, GroupResource.ConfigMaps, volume.Map("configMap"), "name")
                ?? Object(pod, GroupResource.Secrets, volume.Map("secret"), "secretName");
            if (lacking is not null)
            {
                return $"MountVolume.SetUp failed for volume \"{volume.Text("name")}\" : {lacking}";
            }
        }

        return null;
    }

    private string? Object(Pod pod, GroupResource resource, JsonObject? reference, string nameField)
    {
        if (
            reference is null
            || reference.Flag("optional")
            || client.Find(resource, pod.Namespace, reference.Text(nameField) ?? "") is not null
        )
        {
            return null;
        }

        return $"{resource.Resource.TrimEnd('s')} \"{reference.Text(nameField)}\" not found";
    }

    private string? Key(Pod pod, GroupResource resource, JsonObject? reference, string kind)
    {
        if (reference is null || reference.Flag("optional"))
        {
            return null;
        }

        if (Object(pod, resource, reference, "name") is { } lacking)
        {
            return lacking;
        }

        var (name, key) = (reference.Text("name") ?? "", reference.Text("key") ?? "");
        var body = client.Get(resource, pod.Namespace, name).Body;
        return body.Node("data", key) is null && body.Node("binaryData", key) is null
            ? $"couldn't find key {key} in {kind} {pod.Namespace}/{name}"
            : null;
    }
}
