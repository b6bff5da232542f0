using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Infra.Engine.Policies;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Engine.Tests.Policies;

/// <summary>A policy pack served by this process. The program the engine starts only prints the port.</summary>
internal sealed class FakePack : IAsyncDisposable
{
    private readonly GrpcServer _server = new();
    private readonly string _script = Path.Combine(Directory.CreateTempSubdirectory("engine-tests-").FullName, "pack");

    public PolicyPackReference Reference => new(_script);

    public List<string> Calls { get; } = [];

    public Func<AnalyzeRequest, IEnumerable<AnalyzeDiagnostic>> OnAnalyze { get; init; } = _ => [];

    public Func<AnalyzeStackRequest, IEnumerable<AnalyzeDiagnostic>> OnAnalyzeStack { get; init; } = _ => [];

    public Func<AnalyzeRequest, IEnumerable<Remediation>> OnRemediate { get; init; } = _ => [];

    public Action<ConfigureAnalyzerRequest> OnConfigure { get; init; } = _ => { };

    public Action<AnalyzerStackConfigureRequest> OnConfigureStack { get; init; } = _ => { };

    public EnforcementLevel Level { get; init; } = EnforcementLevel.Mandatory;

    public bool SupportsConfig { get; init; } = true;

    /// <summary>The policies; one called "rule" where nothing is said.</summary>
    public IReadOnlyList<PolicyInfo>? Policies { get; init; }

    /// <summary>The policies that do not apply to any resource.</summary>
    public IReadOnlyList<string> NotApplicable { get; init; } = [];

    public AnalyzerStackConfigureRequest? Stack { get; private set; }

    public async Task<FakePack> StartAsync()
    {
        _server.MapUnary(AnalyzerMethods.Handshake, (_, _) => Answer("handshake", new AnalyzerHandshakeResponse()));
        _server.MapUnary(AnalyzerMethods.ConfigureStack, (request, _) =>
        {
            Stack = request;
            OnConfigureStack(request);
            return Answer("stack", new AnalyzerStackConfigureResponse());
        });
        _server.MapUnary(AnalyzerMethods.GetAnalyzerInfo, (_, _) => Answer(
                "info",
                new AnalyzerInfo
                {
                    Name = "fake",
                    Version = "1.0.0",
                    SupportsConfig = SupportsConfig,
                    Policies =
                    {
                        Policies
                            ??
                            [
                                new PolicyInfo
                                {
                                    Name = "rule",
                                    EnforcementLevel = Level,
                                    Severity = PolicySeverity.High,
                                },
                            ],
                    },
                }
            ));
        _server.MapUnary(AnalyzerMethods.Configure, (request, _) =>
        {
            OnConfigure(request);
            return Answer("configure", new Empty());
        });
        _server.MapUnary(AnalyzerMethods.Analyze, (request, _) =>
            Answer(
                $"analyze {request.Name}",
                new AnalyzeResponse
                {
                    Diagnostics = { OnAnalyze(request) },
                    NotApplicable =
                    {
                        NotApplicable.Select(name => new PolicyNotApplicable { PolicyName = name, Reason = "another type" }),
                    },
                }
            )
        );
        _server.MapUnary(AnalyzerMethods.AnalyzeStack, (request, _) =>
            Answer("analyze stack", new AnalyzeResponse { Diagnostics = { OnAnalyzeStack(request) } })
        );
        _server.MapUnary(AnalyzerMethods.Remediate, (request, _) =>
            Answer($"remediate {request.Name}", new RemediateResponse { Remediations = { OnRemediate(request) } })
        );
        await _server.StartAsync();

        // .NET programs may write such an escape before their first line.
        Write(string.Create(CultureInfo.InvariantCulture, $"printf '\\033]9;4;3;0\\007{_server.Port}\\n'\nexec sleep 600"));
        return this;
    }

    public void Write(string script)
    {
        File.WriteAllText(_script, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_script)!, recursive: true);
    }

    private Task<T> Answer<T>(string call, T answer)
    {
        lock (Calls)
        {
            Calls.Add(call);
        }

        return Task.FromResult(answer);
    }
}
