using Infra.Simulator.Schema;

namespace Simulator.Tests.Schema;

public sealed class KubernetesSchemaTests
{
    /// <summary>The first requests of a cluster are concurrent: none may see a type whose fields are not complete.</summary>
    [Fact]
    public async Task Type_ConcurrentReads_AreComplete()
    {
        const int threads = 8;
        for (var round = 0; round < 5; round++)
        {
            var schema = KubernetesSchema.Load();
            using var start = new Barrier(threads);
            var lookups = Enumerable
                .Range(0, threads)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            start.SignalAndWait();
                            var deployment = schema.Type("io.k8s.api.apps.v1.Deployment");
                            return deployment.Field("metadata")?.Type.Field("name") is not null
                                && deployment.Field("spec")?.Type.Field("template")?.Type.Field("spec")?.Type.Field("containers")
                                    is not null;
                        },
                        CancellationToken.None,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                );
            Assert.All(await Task.WhenAll(lookups), Assert.True);
        }
    }
}
