using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Tests.Documentation;

/// <summary>The pages about Kubernetes objects beyond what the settings describe.</summary>
internal static class ObjectTopics
{
    public static ImmutableArray<CatalogueTopic> All { get; } =
    [
        new()
        {
            Name = "patches",
            Title = "Patches",
            Summary = "Changes of a service's objects, for fields that no setting describes. [When to use them](../manifests.md)",
            Records = [typeof(PatchSettings), typeof(JsonOperationSettings)],
            Example = """
                services:
                  catalog:
                    image: shop/catalog:1.4
                    port: 8080
                    patches:
                      - kind: Deployment
                        merge: {spec: {template: {spec: {containers: [{name: catalog, tty: true}]}}}}
                      - kind: Service
                        json: [{op: add, path: /spec/externalIPs, value: [192.0.2.7]}]
                """,
        },
    ];
}
