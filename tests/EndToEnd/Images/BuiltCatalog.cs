using EndToEnd.Support;

namespace EndToEnd.Images;

/// <summary>A project whose only service, <c>catalog</c>, is built from <c>src/catalog</c> and deployed to an existing cluster.</summary>
internal static class BuiltCatalog
{
    private const string Cluster = "real";

    /// <summary>Creates the project without sources, and starts the cluster.</summary>
    /// <param name="registry">Where images are pushed.</param>
    /// <param name="build">The setting <c>build</c> of the service's image.</param>
    public static async Task<Sandbox> CreateAsync(string registry, string build)
    {
        var sandbox = Sandbox.OfRepository();
        Directory.CreateDirectory(PathOf(sandbox, ""));
        await File.WriteAllTextAsync(
            Path.Combine(sandbox.Directory, "stacks", "services.yaml"),
            $$"""
            name: shop
            sizes: {small: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 128Mi} } }
            services: {catalog: {image: {build: {{build}} }, port: 8080} }
            """
        );
        await File.WriteAllTextAsync(
            sandbox.StackFile("prod"),
            $$"""
            config:
              infra:faultTolerance: development
              infra:images: {builds: "{{registry}}"}
              infra:cluster: {kind: existing, kubeconfig: .infra/clusters/{{Cluster}}/kubeconfig}
            """
        );
        (await sandbox.InfraAsync("cluster", "start", "--name", Cluster)).ShouldSucceed();
        return sandbox;
    }

    /// <summary>The path of a source file.</summary>
    public static string PathOf(Sandbox sandbox, string file) => Path.Combine(sandbox.Directory, "src", "catalog", file);

    /// <summary>The image that the cluster runs.</summary>
    public static async Task<string> FindImageAsync(Sandbox sandbox) =>
        (
            await sandbox.KubectlOnAsync(
                Cluster,
                "get",
                "deployment",
                "catalog",
                "--namespace=shop",
                "--output=jsonpath={.spec.template.spec.containers[0].image}"
            )
        )
            .ShouldSucceed()
            .Output;
}
