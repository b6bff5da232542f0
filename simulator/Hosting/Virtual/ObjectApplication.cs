using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;
using Infra.Simulator.Operators;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Hosting.Virtual;

/// <summary>
/// Creates the objects of a stack. Namespaces that no object declares are created too, and definitions of the operators that the
/// simulator stands in for: both belong to the cluster that the stack would be deployed to.
/// </summary>
/// <param name="client">Sends the requests.</param>
/// <param name="wait">Advances the clock until a condition holds.</param>
internal sealed class ObjectApplication(IClusterClient client, Func<Func<bool>, bool> wait)
{
    private readonly HashSet<OperatorDefinitions> _installed = [];

    /// <summary>Creates an object, or merges it into the one that exists; returns why that is refused, or null.</summary>
    public RefusedObject? Apply(JsonObject body)
    {
        var (apiVersion, kindName) = (body.Text("apiVersion") ?? "", body.Text("kind") ?? "");
        var (inNamespace, name) = (body.Text("metadata", "namespace") ?? "", body.Text("metadata", "name") ?? "");
        var subject = inNamespace.Length == 0 ? $"{kindName} {name}" : $"{kindName} {inNamespace}/{name}";
        if (FindKind(apiVersion, kindName) is not { } kind)
        {
            return new RefusedObject(subject, $"the cluster has no kind {kindName} of {apiVersion}", IsUnknownKind: true);
        }

        try
        {
            if (kind.Namespaced)
            {
                EnsureNamespace(inNamespace.Length == 0 ? "default" : inNamespace);
            }

            Write(kind, inNamespace, name, body);
            if (kind.Resource == GroupResource.CustomResourceDefinitions)
            {
                wait(() => client.Get(kind.Resource, "", name).Status.HasCondition("Established"));
            }

            return null;
        }
        catch (StatusException refused)
        {
            return new RefusedObject(subject, refused.Message, IsUnknownKind: false);
        }
    }

    private void Write(ResourceKind kind, string inNamespace, string name, JsonObject body)
    {
        if (client.Find(kind.StoredAs, inNamespace, name) is null)
        {
            client.Create(kind.Resource, body.Clone());
            return;
        }

        var patch = body.Clone();
        patch.Remove("status");
        client.Patch(kind.Resource, inNamespace, name, patch);
    }

    private ResourceKind? FindKind(string apiVersion, string kind)
    {
        if (client.Catalog.FindByKind(apiVersion, kind) is { } known)
        {
            return known;
        }

        if (
            OperatorDefinitions.All.FirstOrDefault(one => one.Defines(apiVersion, kind)) is not { } definitions
            || !_installed.Add(definitions)
        )
        {
            return null;
        }

        foreach (var definition in definitions.Create())
        {
            var name = definition.Text("metadata", "name")!;
            if (client.Find(GroupResource.CustomResourceDefinitions, "", name) is null)
            {
                client.Create(GroupResource.CustomResourceDefinitions, definition);
            }
        }

        wait(() => client.Catalog.FindByKind(apiVersion, kind) is not null);
        return client.Catalog.FindByKind(apiVersion, kind);
    }

    /// <summary>Admission refuses pods until their namespace has its service account.</summary>
    private void EnsureNamespace(string name)
    {
        if (client.Find(GroupResource.Namespaces, "", name) is null)
        {
            client.Create(GroupResource.Namespaces, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });
        }

        if (client.Find(GroupResource.ServiceAccounts, name, "default") is null)
        {
            wait(() => client.Find(GroupResource.ServiceAccounts, name, "default") is not null);
        }
    }
}
