using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Defaulting;

/// <summary>The defaults of admission webhooks, policies and their bindings.</summary>
internal static class AdmissionDefaults
{
    public static void ApplyToWebhooks(JsonObject body, bool isMutating)
    {
        foreach (var hook in body.Objects("webhooks"))
        {
            hook.SetDefault("failurePolicy", "Fail");
            ApplyToSelectors(hook);
            hook.SetDefault("timeoutSeconds", 10L);
            if (isMutating)
            {
                hook.SetDefault("reinvocationPolicy", "Never");
            }

            hook.Map("clientConfig", "service")?.SetDefault("port", 443L);
            ApplyToRules(hook, "rules");
        }
    }

    public static void ApplyToPolicy(JsonObject body)
    {
        var spec = body.GetOrAddObject("spec");
        spec.SetDefault("failurePolicy", "Fail");
        ApplyToResources(spec.Map("matchConstraints"));
    }

    public static void ApplyToBinding(JsonObject body) => ApplyToResources(body.Map("spec", "matchResources"));

    private static void ApplyToResources(JsonObject? resources)
    {
        if (resources is null)
        {
            return;
        }

        ApplyToSelectors(resources);
        ApplyToRules(resources, "resourceRules");
        ApplyToRules(resources, "excludeResourceRules");
    }

    private static void ApplyToSelectors(JsonObject matching)
    {
        matching.SetDefault("matchPolicy", "Equivalent");
        matching.SetDefault("namespaceSelector", new JsonObject());
        matching.SetDefault("objectSelector", new JsonObject());
    }

    private static void ApplyToRules(JsonObject matching, string field)
    {
        foreach (var rule in matching.Objects(field))
        {
            rule.SetDefault("scope", "*");
        }
    }
}
