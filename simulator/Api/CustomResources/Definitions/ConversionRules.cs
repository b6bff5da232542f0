using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>
/// Validation rules for conversions between versions. The simulated cluster converts by changing <c>apiVersion</c> only; a webhook is
/// refused when it would have to be called.
/// </summary>
internal static class ConversionRules
{
    public static void Check(JsonObject? conversion, FieldErrors errors)
    {
        if (conversion is null)
        {
            return;
        }

        const string Path = "spec.conversion";
        DefinitionRules.CheckOneOf(errors, $"{Path}.strategy", conversion.Text("strategy"), "None", "Webhook");
        var client = conversion.Map("webhook", "clientConfig");
        var versions = conversion.Array("webhook", "conversionReviewVersions");
        if (conversion.Text("strategy") != "Webhook")
        {
            if (client is not null)
            {
                errors.Forbidden($"{Path}.webhookClientConfig", "should not be set when strategy is not set to Webhook");
            }

            if (versions is { Count: > 0 })
            {
                errors.Forbidden($"{Path}.conversionReviewVersions", "should not be set when strategy is not set to Webhook");
            }

            return;
        }

        if (client is null)
        {
            errors.Required($"{Path}.webhookClientConfig", "required when strategy is set to Webhook");
        }
        else
        {
            WebhookClients.Check(client, $"{Path}.webhookClientConfig", "exactly one of url or service is required", errors);
        }

        if (versions is { Count: > 0 })
        {
            ReviewVersions.Check(versions, $"{Path}.conversionReviewVersions", errors);
        }
        else
        {
            errors.Required($"{Path}.conversionReviewVersions");
        }
    }
}
