using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Resources;

namespace Infra.Engine.Kubernetes;

/// <summary>Names operations in messages, in the words of Pulumi's provider where it has them.</summary>
internal static class OperationSubjects
{
    /// <summary>Names a failed creation.</summary>
    public static string Create(Exception e, Urn urn, JsonObject manifest) =>
        e is KubernetesApiException { IsUnauthorized: false }
            ? $"resource \"{urn}\" was not successfully created by the Kubernetes API server"
            : Name("creating", manifest);

    /// <summary>Names a failed update.</summary>
    public static string Update(Exception e, JsonObject live) =>
        e is KubernetesApiException { IsUnauthorized: false } ? NotLive(live) : Name("updating", live);

    /// <summary>Names another operation.</summary>
    public static string Name(string what, JsonObject manifest) => $"{what} {manifest.Text("kind")} {manifest.DisplayName()}";

    /// <summary>Completes the reasons why a new object is not ready.</summary>
    public static IReadOnlyList<string> CompleteCreation(Urn urn, IReadOnlyList<string> reasons) =>
        Complete(
            $"resource \"{urn}\" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live",
            reasons
        );

    /// <summary>Completes the reasons why an updated object is not ready.</summary>
    public static IReadOnlyList<string> CompleteUpdate(JsonObject live, IReadOnlyList<string> reasons) => Complete(NotLive(live), reasons);

    private static string NotLive(JsonObject live) =>
        $"the Kubernetes API server reported that \"{live.Id()}\" failed to fully initialize or become live";

    private static IReadOnlyList<string> Complete(string subject, IReadOnlyList<string> reasons) =>
        reasons.Count == 0 ? [] : [$"{subject}: {reasons[0]}", .. reasons.Skip(1)];
}
