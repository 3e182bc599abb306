using PruningLab.Benchmarks;

IBenchmark[] benchmarks =
[
    .. typeof(IBenchmark).Assembly.GetTypes()
        .Where(type => type.IsClass && type.IsAssignableTo(typeof(IBenchmark)))
        .Select(type => (IBenchmark)Activator.CreateInstance(type)!)
        .OrderBy(benchmark => benchmark.Name, StringComparer.Ordinal),
];
if (args.Length > 0 && Array.Find(benchmarks, b => b.Name == args[0]) is { } benchmark)
{
    return benchmark.Run(args.AsSpan(1));
}
Console.Error.WriteLine(args.Length == 0 ? "Name a command:" : $"There is no command {args[0]}; the commands are:");
foreach (IBenchmark known in benchmarks)
{
    Console.Error.WriteLine($"  {known.Name,-12} {known.Description}");
}
return 2;
