using Pulumi;

return await Deployment.RunAsync(Fail);

static void Fail() => throw new InvalidOperationException("the answer is not 42");
