using Engine.Tests.Support;
using Infra.Protocol.Grpc;

namespace Engine.Tests.Deployments;

public sealed class UnsupportedCallTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Call_MethodOfAResource_IsRefusedByItsName()
    {
        RpcException? refused = null;

        await _stack.UpAsync(async program =>
            refused = await Assert.ThrowsAsync<RpcException>(() => program.CallMethodAsync("fake:index:Thing/restart"))
        );

        Assert.Equal(StatusCode.Unimplemented, refused!.StatusCode);
        Assert.Contains("'fake:index:Thing/restart' cannot be called", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _stack.Dispose();
}
