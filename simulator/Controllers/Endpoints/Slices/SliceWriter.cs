using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints.Slices;

/// <summary>Writes changes of slices. A slice that would be deleted is used for one that would be created.</summary>
internal sealed class SliceWriter(IClusterClient client, ObjectView owner, SliceTracker tracker)
{
    /// <summary>Writes changes.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="annotate">Sets the annotations of each slice that is written.</param>
    public void Write(SliceChanges changes, Action<JsonObject> annotate)
    {
        var (create, delete) = (changes.Create.ToList(), changes.Delete.ToList());
        var recycled = new List<JsonObject>();
        foreach (var slice in changes.Delete.Where(IsOwned))
        {
            if (create.FindLastIndex(draft => draft.AddressType == slice.Source.Body.Text("addressType")) is var index and >= 0)
            {
                var body = CreateBody(create[index]);
                body.GetOrAddObject("metadata")["name"] = slice.Name;
                recycled.Add(body);
                create.RemoveAt(index);
                delete.Remove(slice);
            }
        }

        foreach (var draft in owner.IsDeleting ? [] : create)
        {
            var body = CreateBody(draft);
            annotate(body);
            tracker.Expect(client.Create(GroupResource.EndpointSlices, body));
        }

        foreach (var body in changes.Update.Select(UpdateBody).Concat(recycled))
        {
            annotate(body);
            tracker.Expect(client.Update(GroupResource.EndpointSlices, body));
        }

        delete.ForEach(slice => client.DeleteIfExists(slice));
    }

    private bool IsOwned(PlainObject slice) => slice.Source.OwnerReferences.Any(reference => reference.Uid == owner.Uid);

    private JsonObject CreateBody(SliceDraft draft) =>
        new()
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject
            {
                ["generateName"] = owner.Name + "-",
                ["namespace"] = owner.Namespace,
                ["labels"] = draft.Labels.Clone(),
                ["ownerReferences"] = new JsonArray(OwnerReference.ToController(owner.Source).ToJson()),
            },
            ["addressType"] = draft.AddressType,
            ["endpoints"] = ToArray(draft.Endpoints),
            ["ports"] = draft.Ports.Count == 0 ? null : ToArray(draft.Ports.Select(port => port.ToSliceJson())),
        };

    private static JsonObject UpdateBody(SliceDraft draft)
    {
        var body = draft.Existing!.Source.Copy();
        body["endpoints"] = ToArray(draft.Endpoints);
        body.GetOrAddObject("metadata")["labels"] = draft.Labels.Clone();
        return body;
    }

    private static JsonArray ToArray(IEnumerable<JsonObject> items) => [.. items.Select(item => item.DeepClone())];
}
