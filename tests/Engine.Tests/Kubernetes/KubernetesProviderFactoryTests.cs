using Infra.Engine.Kubernetes;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;
using Moq;

namespace Engine.Tests.Kubernetes;

/// <summary>A simulated cluster is started when a provider is about to use it, so its user learns of the kubeconfig first.</summary>
public sealed class KubernetesProviderFactoryTests
{
    [Fact]
    public async Task Configure_WithAKubeconfig_CallsBeforeUseOnce()
    {
        List<string> used = [];

        await ConfigureAsync(used.Add, PropertyMap.Create(("kubeconfig", "/shop/.infra/clusters/dev/kubeconfig")));

        Assert.Equal(["/shop/.infra/clusters/dev/kubeconfig"], used);
    }

    [Fact]
    public async Task Configure_WithoutAKubeconfig_DoesNotCallBeforeUse() =>
        await ConfigureAsync(_ => throw new InvalidOperationException("called"), PropertyMap.Empty);

    [Fact]
    public async Task Configure_IfTheClusterCannotStart_Fails() =>
        await Assert.ThrowsAsync<ResourceProviderException>(() =>
            ConfigureAsync(_ => throw new ResourceProviderException("did not start"), PropertyMap.Create(("kubeconfig", "/a")))
        );

    private static async Task ConfigureAsync(Action<string> beforeUse, PropertyMap inputs)
    {
        var factory = new KubernetesProviderFactory(
            (kubeconfig, _) =>
            {
                beforeUse(kubeconfig);
                return Task.CompletedTask;
            }
        );
        await using var provider = factory.Create("kubernetes", "4.32.0", Mock.Of<IProviderLog>());
        await provider.ConfigureAsync(
            new ConfigureRequest
            {
                Urn = new Urn("urn:pulumi:dev::shop::pulumi:providers:kubernetes::k"),
                Inputs = inputs,
                Preview = false,
            },
            CancellationToken.None
        );
    }
}
