using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Pods;

/// <summary>Creates the pods of a controller and records events about their owners.</summary>
internal sealed class PodCreator(IClusterClient client, EventRecorder events, string component)
{
    /// <summary>Creates a pod, unless its namespace is terminating.</summary>
    /// <exception cref="StatusException">The pod was refused for another reason.</exception>
    public void Create(KubeObject owner, JsonObject body)
    {
        try
        {
            var pod = client.Create(GroupResource.Pods, body);
            events.Record(owner, EventType.Normal, "SuccessfulCreate", $"Created pod: {pod.Name}", component);
        }
        catch (StatusException refused) when (refused.IsNamespaceTerminating)
        {
            // No pod can be created any more, which is no failure of the owner.
        }
        catch (StatusException refused)
        {
            events.Record(owner, EventType.Warning, "FailedCreate", $"Error creating: {refused.Message}", component);
            throw;
        }
    }
}
