using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Grpc;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Services;

/// <summary>The function of the package <c>pulumi</c> with which a program finds a resource by its URN.</summary>
internal static class GetResourceFunction
{
    public const string Token = "pulumi:pulumi:getResource";

    /// <exception cref="RpcException">No resource of this update has the URN.</exception>
    public static PropertyMap Invoke(StateRecorder registered, PropertyMap arguments)
    {
        var urn = (arguments.Find("urn") as PropertyString)?.Value ?? "";
        var state = registered.FindRegistered(new Urn(urn))?.State ?? throw new RpcException(StatusCode.Unknown, $"unknown resource {urn}");
        return PropertyMap.Create(("urn", urn), ("id", state.Id), ("state", state.Outputs));
    }
}
