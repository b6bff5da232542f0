using Infra.Backend;
using Infra.Backend.Queries;

if (ProgramQuery.Find(Environment.GetEnvironmentVariable) is { } query)
{
    using var output = Console.OpenStandardOutput();
    return ProgramQuery.Run(query, Environment.GetEnvironmentVariable, Directory.GetCurrentDirectory(), output, Console.Error);
}

return await Pulumi.Deployment.RunAsync<BackendStack>();
