using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>Adds the kinds of CustomResourceDefinitions to the catalogue and removes them.</summary>
internal sealed class CustomDefinitions(ClusterApi api, KindSchemas schemas)
{
    private static readonly RequestOptions _options = new() { FieldManager = "kube-apiserver" };
    private static readonly string[] _verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
    private static readonly string[] _subresourceVerbs = ["get", "patch", "update"];

    /// <summary>Registers the definitions that are in the store.</summary>
    public void RegisterStored()
    {
        foreach (var definition in api.Store.List(GroupResource.CustomResourceDefinitions).Items)
        {
            if (definition.Status.HasCondition("Established"))
            {
                Register(definition);
            }
        }
    }

    /// <summary>Registers a created or updated definition and sets its conditions; ignores other objects.</summary>
    public void HandleWrite(KubeObject written)
    {
        if (written.Resource != GroupResource.CustomResourceDefinitions)
        {
            return;
        }

        var others = api
            .Store.List(GroupResource.CustomResourceDefinitions)
            .Items.Where(other => other.Name != written.Name && other.Spec.Text("group") == written.Spec.Text("group"));
        var updated = written.Copy();
        var isChanged = DefinitionStatus.Update(updated, others, Timestamps.Format(api.Time.GetUtcNow()));
        if (updated.Map("status").HasCondition("Established"))
        {
            // Before the status: who sees an established definition finds its kind.
            Register(written);
        }

        if (isChanged)
        {
            WriteStatus(written, updated);
        }
    }

    private void WriteStatus(KubeObject written, JsonObject updated)
    {
        if (!api.Catalog.TryFind(GroupResource.CustomResourceDefinitions, out var kind))
        {
            return;
        }

        var status = updated["status"]!;
        api.Update(kind, "", written.Name, "status", current => WithStatus(current, status), _options);
    }

    private static JsonObject WithStatus(KubeObject current, JsonNode status)
    {
        var body = current.Copy();
        body["status"] = status.DeepClone();
        return body;
    }

    /// <summary>Marks a definition for deletion, then removes its objects and, unless others' finalizers remain, the definition.</summary>
    /// <returns>The marked definition; null if it has changed in the meantime.</returns>
    public KubeObject? Terminate(KubeObject definition)
    {
        var now = Timestamps.Format(api.Time.GetUtcNow());
        var body = definition.Copy();
        DefinitionStatus.SetTerminating(body, now);
        if (api.Store.TryUpdate(definition, body) is not { } marked)
        {
            return null;
        }

        RemoveKind(marked);
        var rest = marked.Copy();
        DefinitionStatus.RemoveCleanup(rest);
        if (Deletion.CanBeRemoved(rest))
        {
            api.Store.TryDelete(marked);
        }
        else
        {
            api.Store.TryUpdate(marked, rest);
        }

        return marked;
    }

    /// <summary>Removes the kind and the objects of a deleted definition; ignores other objects.</summary>
    public void HandleDelete(KubeObject deleted)
    {
        if (deleted.Resource == GroupResource.CustomResourceDefinitions)
        {
            RemoveKind(deleted);
        }
    }

    /// <summary>Removes an object after its last finalizer was removed. Returns it without finalizers; null after a conflict.</summary>
    public KubeObject? RemoveObject(KubeObject current, JsonObject body)
    {
        if (api.Store.TryDelete(current) is not { } deleted)
        {
            return null;
        }

        HandleDelete(deleted);
        return new KubeObject(current.Resource, body, deleted.Version);
    }

    private void RemoveKind(KubeObject definition)
    {
        var resource = GetResource(definition);
        foreach (var item in api.Store.List(resource).Items)
        {
            api.Store.TryDelete(item);
        }

        api.Catalog.Remove(resource);
    }

    private static GroupResource GetResource(KubeObject definition) =>
        new(definition.Spec.Text("group") ?? "", definition.Spec.Text("names", "plural") ?? "");

    private void Register(KubeObject definition)
    {
        var spec = definition.Spec;
        var storage = spec.Objects("versions").FirstOrDefault(version => version.Flag("storage"))?.Text("name") ?? "";
        var versions = spec.Objects("versions")
            .Where(version => version.Flag("served") || version.Text("name") == storage)
            .OrderByDescending(version => version.Text("name") == storage)
            .Select(version => CreateKind(spec, version));
        api.Catalog.Put(GetResource(definition), versions);
    }

    private ResourceKind CreateKind(JsonObject spec, JsonObject version)
    {
        var openApi = version.Map("schema", "openAPIV3Schema") ?? [];
        var (group, name, kind) = (spec.Text("group") ?? "", version.Text("name") ?? "", spec.Text("names", "kind") ?? "");
        return new ResourceKind(group, name, kind, spec.Text("names", "plural") ?? "", spec.Text("scope") == "Namespaced")
        {
            Singular = spec.Text("names", "singular") ?? "",
            ListKind = spec.Text("names", "listKind") ?? kind + "List",
            ShortNames = GetStrings(spec.Array("names", "shortNames")),
            Categories = GetStrings(spec.Array("names", "categories")),
            Verbs = _verbs,
            Subresources = CreateSubresources(version.Map("subresources"), group, name, kind),
            Custom = new CustomKind
            {
                Type = CustomSchema.Parse(openApi, schemas.Metadata),
                OpenApi = openApi,
                PrinterColumns = version.Array("additionalPrinterColumns"),
                Scale = version.Map("subresources", "scale"),
                SelectableFields = [.. version.Objects("selectableFields").Select(field => (field.Text("jsonPath") ?? "").TrimStart('.'))],
                IsServed = version.Flag("served"),
                DeprecationWarning = version.Flag("deprecated")
                    ? version.Text("deprecationWarning") ?? $"{group}/{name} {kind} is deprecated"
                    : null,
            },
        };
    }

    private static List<Subresource> CreateSubresources(JsonObject? given, string group, string version, string kind)
    {
        var result = new List<Subresource>();
        if (given?.ContainsKey("scale") == true)
        {
            result.Add(new Subresource("scale", "autoscaling", "v1", "Scale", _subresourceVerbs));
        }

        if (given?.ContainsKey("status") == true)
        {
            result.Add(new Subresource("status", group, version, kind, _subresourceVerbs));
        }

        return result;
    }

    private static string[] GetStrings(JsonArray? array) => [.. (array ?? []).Select(item => item?.ToString() ?? "")];
}
