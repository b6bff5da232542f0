using Google.Protobuf.WellKnownTypes;
using Infra.Engine.Deployments.Execution;
using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Infra.Engine.Deployments.Services;

/// <summary>The service <c>pulumirpc.Engine</c>: the log and the root resource of a program.</summary>
internal sealed class EngineService(DeploymentContext context)
{
    private volatile string _rootUrn = "";
    private volatile bool _hasReportedError;

    /// <summary>True where the program has logged an error.</summary>
    public bool HasReportedError => _hasReportedError;

    public void MapTo(GrpcServer server)
    {
        server.MapUnary(EngineMethods.Log, (request, _) => Task.FromResult(Log(request)));
        server.MapUnary(EngineMethods.GetRootResource, (_, _) => Task.FromResult(new GetRootResourceResponse { Urn = _rootUrn }));
        server.MapUnary(EngineMethods.SetRootResource, (request, _) =>
        {
            _rootUrn = request.Urn;
            return Task.FromResult(new SetRootResourceResponse());
        });
    }

    private Empty Log(LogRequest request)
    {
        // Messages of a program that is being stopped are consequences of that.
        if (context.Stopping.IsCancellationRequested)
        {
            return new Empty();
        }

        var urn = new Urn(request.Urn);
        if (request.Ephemeral)
        {
            context.Events.Status(urn, request.Message);
            return new Empty();
        }

        _hasReportedError |= request.Severity == LogSeverity.Error;
        context.Events.Diagnose(
            request.Severity switch
            {
                LogSeverity.Debug => DiagnosticSeverity.Debug,
                LogSeverity.Warning => DiagnosticSeverity.Warning,
                LogSeverity.Error => DiagnosticSeverity.Error,
                _ => DiagnosticSeverity.Info,
            },
            urn,
            request.Message
        );
        return new Empty();
    }
}
