import { readFile } from 'node:fs/promises';
import { task } from '@graflow/resolver';

interface Car {
  readonly Origin: string;
  readonly Year: string;
  readonly Miles_per_Gallon: number | null;
}

/** An exported function is a task; its name is that of the export: `origins`. */
export async function origins(): Promise<string[]> {
  const cars = await readCars();
  return [...new Set(cars.map(({ Origin }) => Origin))].toSorted();
}

/** With `task()` it has a name that you choose: the miles that a gallon brought the cars of one origin and year. */
export const economy = task('cars/economy', async (origin: string, year: number): Promise<number> => {
  const cars = (await readCars()).filter((car) => car.Origin === origin && car.Year.startsWith(`${year}`));
  const miles = cars.flatMap((car) => car.Miles_per_Gallon ?? []);
  return miles.reduce((sum, each) => sum + each, 0) / miles.length;
});

async function readCars(): Promise<Car[]> {
  const table = new URL('../data/cars.json', import.meta.resolve('vega-datasets'));
  return JSON.parse(await readFile(table, 'utf8')) as Car[];
}
