using Infra.Simulator.Schema;

namespace Infra.Simulator.Tests.Schema;

public sealed class BuiltInKindsTests
{
    /// <summary>The first requests to a cluster are concurrent. None of them may get a type with incomplete fields.</summary>
    [Fact]
    public async Task GetTypeSchema_ConcurrentCalls_ReturnCompleteTypes()
    {
        const int threads = 8;
        for (var round = 0; round < 5; round++)
        {
            var schema = BuiltInKinds.Load();
            using var start = new Barrier(threads);
            var lookups = Enumerable
                .Range(0, threads)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            start.SignalAndWait();
                            var deployment = schema.GetTypeSchema("io.k8s.api.apps.v1.Deployment");
                            return deployment.FindField("metadata")?.Type.FindField("name") is not null
                                && deployment
                                    .FindField("spec")
                                    ?.Type.FindField("template")
                                    ?.Type.FindField("spec")
                                    ?.Type.FindField("containers")
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
