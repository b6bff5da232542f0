using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>Finds the ConfigMaps, Secrets and keys that a pod references and that do not exist.</summary>
internal sealed class MissingReferences(IClusterClient client)
{
    /// <summary>The reason a container's environment cannot be created; null for none.</summary>
    public string? FindForEnvironment(Pod pod, JsonObject container)
    {
        foreach (var source in container.Objects("envFrom"))
        {
            var missing = FindMissingObject(pod, GroupResource.ConfigMaps, source.Map("configMapRef"), "name")
                ?? FindMissingObject(pod, GroupResource.Secrets, source.Map("secretRef"), "name");
            if (missing is not null)
            {
                return missing;
            }
        }

        foreach (var variable in container.Objects("env"))
        {
            var missing = FindMissingKey(pod, GroupResource.ConfigMaps, variable.Map("valueFrom", "configMapKeyRef"), "ConfigMap")
                ?? FindMissingKey(pod, GroupResource.Secrets, variable.Map("valueFrom", "secretKeyRef"), "Secret");
            if (missing is not null)
            {
                return missing;
            }
        }

        return null;
    }

    /// <summary>The reason a pod's volumes cannot be mounted; null for none.</summary>
    public string? FindForVolumes(Pod pod)
    {
        foreach (var volume in pod.Source.Spec.Objects("volumes"))
        {
            var missing = FindMissingObject(pod, GroupResource.ConfigMaps, volume.Map("configMap"), "name")
                ?? FindMissingObject(pod, GroupResource.Secrets, volume.Map("secret"), "secretName")
                ?? FindMissingSource(pod, volume);
            if (missing is not null)
            {
                return $"MountVolume.SetUp failed for volume \"{volume.Text("name")}\" : {missing}";
            }
        }

        return null;
    }

    /// <summary>The account's volume refers to the cluster's certificate authority, which a cluster without a server lacks.</summary>
    private string? FindMissingSource(Pod pod, JsonObject volume) =>
        (volume.Text("name")?.StartsWith("kube-api-access-", StringComparison.Ordinal) == true ? null : volume)
            .Objects("projected", "sources")
            .Select(source =>
                FindMissingObject(pod, GroupResource.ConfigMaps, source.Map("configMap"), "name")
                ?? FindMissingObject(pod, GroupResource.Secrets, source.Map("secret"), "name")
            )
            .FirstOrDefault(missing => missing is not null);

    private string? FindMissingObject(Pod pod, GroupResource resource, JsonObject? reference, string nameField)
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

    private string? FindMissingKey(Pod pod, GroupResource resource, JsonObject? reference, string kind)
    {
        if (reference is null || reference.Flag("optional"))
        {
            return null;
        }

        if (FindMissingObject(pod, resource, reference, "name") is { } missing)
        {
            return missing;
        }

        var (name, key) = (reference.Text("name") ?? "", reference.Text("key") ?? "");
        var body = client.Get(resource, pod.Namespace, name).Body;
        return body.Node("data", key) is null && body.Node("binaryData", key) is null
            ? $"couldn't find key {key} in {kind} {pod.Namespace}/{name}"
            : null;
    }
}
