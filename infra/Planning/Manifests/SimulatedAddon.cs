using System.Text.Json.Nodes;

namespace Infra.Backend.Planning.Manifests;

/// <summary>Adapts an add-on's object to a simulated cluster, which runs none of the programs in its images.</summary>
internal static class SimulatedAddon
{
    /// <summary>The provisioner of simulated clusters.</summary>
    private const string Provisioner = "simulator.infra/volumes";

    private static readonly string[] WebhookKinds = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

    /// <summary>Webhooks become optional, since none is called; volumes of storage classes come from the simulated provisioner.</summary>
    public static void Adapt(string kind, JsonObject body)
    {
        if (WebhookKinds.Contains(kind))
        {
            foreach (var hook in (body["webhooks"] as JsonArray)?.OfType<JsonObject>() ?? [])
            {
                hook["failurePolicy"] = "Ignore";
            }
        }
        else if (kind == "StorageClass")
        {
            body["provisioner"] = Provisioner;
        }
    }
}
