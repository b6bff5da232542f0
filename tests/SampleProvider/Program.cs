using System.Globalization;
using Infra.Protocol.Grpc;
using SampleProvider;

// Started by the engine with its address as the argument; the first line of output is the port.
await using var server = new GrpcServer();
var service = new SampleService(Environment.Exit);
service.MapTo(server);
await server.StartAsync();
Console.WriteLine("\u001b]9;4;3;\u001b\\" + server.Port.ToString(CultureInfo.InvariantCulture));
await Console.Error.WriteLineAsync($"sample provider of the engine at {args[0]}");
await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
