using Pulumi;

return await Deployment.RunAsync(() => throw new InvalidOperationException("the answer is not 42"));
