using System.Text.Json.Nodes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the subresource <c>ephemeralcontainers</c>.</summary>
internal static class PodSubresourceRules
{
    public static void CheckEphemeralContainers(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        if (candidate.Current!.Body.Map("metadata", "annotations")?.ContainsKey("kubernetes.io/config.mirror") == true)
        {
            errors.Forbidden("", "static pods do not support ephemeral containers");
            return;
        }

        PodRules.CheckContent(candidate);

        var present = spec.Objects("ephemeralContainers").DistinctBy(container => container.Text("name")).ToDictionary(NameOf);
        foreach (var before in candidate.Current.Spec.Objects("ephemeralContainers"))
        {
            if (!present.TryGetValue(NameOf(before), out var after))
            {
                errors.Forbidden("spec.ephemeralContainers", $"existing ephemeral containers \"{NameOf(before)}\" may not be removed\n");
            }
            else if (!PodUpdateRules.AreEqual("EphemeralContainer", before, after))
            {
                errors.Forbidden(
                    "spec.ephemeralContainers",
                    $"existing ephemeral containers \"{NameOf(before)}\" may not be changed\n"
                        + InternalDifference.Describe("EphemeralContainer", before, after)
                );
            }
        }
    }

    private static string NameOf(JsonObject container) => container.Text("name") ?? "";
}
